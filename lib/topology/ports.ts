import type { ContainerPort, NetworkPolicyPort } from '../kubernetes/types';

/** A port, or every port of a protocol where it has no number. */
export interface Port {
  readonly port?: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Whether ports of a rule, of which none is every port, contain the one at which a container listens. */
export function covers(ports: readonly NetworkPolicyPort[] | undefined, { name, port: listening, protocol }: Port & Pick<Partial<ContainerPort>, 'name'>): boolean {
  return ports === undefined || ports.some(({ port, endPort, protocol: open = 'TCP' }) => (
    open === protocol && (port === undefined || port === name || port === listening || (typeof port === 'number' && listening !== undefined && endPort !== undefined && port <= listening && listening <= endPort))
  ));
}

/** Ports as a person reads them: `TCP 443, 80`, `UDP 10000 to 10019` for three or more in a row, `TCP and UDP 53` where both have the same. */
export function portText(ports: readonly Port[]): string {
  const [tcp, udp] = [numbersText(ports, 'TCP'), numbersText(ports, 'UDP')];
  return tcp !== undefined && tcp === udp ? `TCP and UDP ${tcp}` : [...(tcp === undefined ? [] : [`TCP ${tcp}`]), ...(udp === undefined ? [] : [`UDP ${udp}`])].join(', ');
}

function numbersText(ports: readonly Port[], wanted: Port['protocol']): string | undefined {
  const numbers = [...new Set(ports.filter(({ protocol }) => protocol === wanted).map(({ port }) => port))];
  return numbers.length === 0 ? undefined : numbers.includes(undefined) ? 'any port' : inRows(numbers.flatMap((port) => port ?? [])).join(', ');
}

function inRows(numbers: readonly number[]): string[] {
  const rows: number[][] = [];
  numbers.forEach((port) => {
    const row = rows.at(-1);
    if (row?.at(-1) === port - 1) {
      row.push(port);
    } else {
      rows.push([port]);
    }
  });
  return rows.flatMap((row) => (row.length > 2 ? [`${row[0] ?? ''} to ${row.at(-1) ?? ''}`] : row.map(String)));
}
