import type { JitsiMeet } from './jitsi-meet';
import { MediaRoute } from './options/media-route';
import { OpenPort } from './options/open-port';
import { topologyOf } from './topology/topology';

/**
 * What was made and what is next, for the person who applies it.
 *
 * @param ownCertificate how whoever makes the manifests names a Secret with a certificate.
 */
export function summary(meet: JitsiMeet, manifests: string, ownCertificate: string): string {
  const { instance, nginx, coturn } = meet;
  const steps: ReadonlyArray<readonly [string, ...string[]]> = [
    ['Apply', `kubectl apply -f ${manifests}`],
    ['Watch it come up', `kubectl -n ${instance.namespace} get pods --watch`],
    [`Point ${instance.publicHost} at the edge`, nginx._lookUp],
    ...(coturn ? [[`Point ${coturn.host} at the TURN server`, `kubectl -n ${instance.namespace} get service ${coturn.service.name}`] as const] : []),
    [`Certificate: ${nginx.tls._description}`, ...(nginx.tls._generated ? [
      `kubectl -n ${instance.namespace} create secret tls meet-tls --cert=fullchain.pem --key=private.key`,
      `then use it: ${ownCertificate}`,
    ] : [])],
  ];
  return [
    `Jitsi Meet "${instance.name}" in namespace "${instance.namespace}", for ${instance.publicUrl}`,
    '',
    ...steps.flatMap(([title, ...lines], index) => [`${index + 1}. ${title}`, ...lines.map((line) => `     ${line}`)]),
    '',
    'Open to the world:',
    ...table([['PORT', 'PROTOCOL', 'SERVICE', 'FROM', 'FOR', 'ADDRESS'], ...topologyOf(meet).entrances.map(openPort)]),
    '',
    'How media reach the bridges, from the port that they announce to the one at which they listen:',
    ...table(mediaTable(meet.routes)),
    '',
  ].join('\n');
}

function openPort({ port, protocol, service, sources, purpose, address }: OpenPort): string[] {
  return [String(port), protocol, service, sources?.join(', ') ?? 'anywhere', purpose, address];
}

/** The columns of the table of routes. One that says nothing of any bridge is left out. */
const MEDIA_COLUMNS: ReadonlyArray<readonly [heading: string, of: (route: MediaRoute) => string | number | undefined]> = [
  ['BRIDGE', ({ bridge }) => bridge],
  ['BRIDGES', ({ bridges }) => (bridges > 1 ? bridges : undefined)],
  ['EXPOSURE', ({ exposure }) => exposure],
  ['ANNOUNCED', ({ advertisedPort }) => advertisedPort],
  ['SERVICE PORT', ({ servicePort }) => servicePort],
  ['NODE PORT', ({ nodePort }) => nodePort],
  ['HOST PORT', ({ hostPort }) => hostPort],
  ['TARGET', ({ targetPort }) => targetPort],
  ['POD PORT', ({ containerPort }) => containerPort],
  ['JVB_PORT', ({ bridgePort }) => bridgePort],
  ['POLICY', ({ trafficPolicy }) => trafficPolicy],
  ['ADDRESS', ({ address }) => address],
];

function mediaTable(routes: readonly MediaRoute[]): string[][] {
  const columns = MEDIA_COLUMNS.filter(([, of]) => routes.some((route) => of(route) !== undefined));
  return [columns.map(([heading]) => heading), ...routes.map((route) => columns.map(([, of]) => String(of(route) ?? '')))];
}

function table(rows: readonly string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length))) ?? [];
  return rows.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
