import { isIPv4, isIPv6 } from 'node:net';
import { isHostName, isPort } from '../../validation/formats';
import { list, number, Shape } from '../../validation/shapes';
import { at, shown, Violation } from '../../validation/violations';

/** How Prosody reaches a server that it asks. */
export interface AuthenticationServerOptions {
  /**
   * TCP ports at which Prosody may reach the server. Network policies see the port of the server's own pods where it is in the cluster, which can be another than that of its Service.
   *
   * @default - The port in the address.
   */
  readonly serverPorts?: number[];
}

export const SERVER: Shape<AuthenticationServerOptions> = { serverPorts: list(number('389')) };

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ldap: 389, ldaps: 636 };

interface Parts {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

function parts(url: string): Parts | undefined {
  const [, scheme = '', host = '', port, path = ''] = /^([a-z]+):\/\/(\[[^\]/]*\]|[^/:?#@\s]*)(?::(\d{1,5}))?(\/[^?#\s"'\\]*)?$/.exec(url) ?? [];
  const number = port === undefined ? PORTS[scheme] : Number(port);
  const known = isHostName(host) || isIPv4(host) || (host.startsWith('[') && isIPv6(host.slice(1, -1)));
  return number !== undefined && known && isPort(number) && !(port ?? '').startsWith('0') ? { scheme, host, port: number, path } : undefined;
}

/** Where Prosody may go; the URL is a sound one. */
export function serverPorts(url: string, { serverPorts: given }: AuthenticationServerOptions): readonly number[] {
  return given ?? [parts(url)?.port ?? 0];
}

/** What is wrong with the ports. */
export function serverViolations(path: string, { serverPorts: ports }: AuthenticationServerOptions): Violation[] {
  return ports !== undefined && (ports.length === 0 || !ports.every(isPort))
    ? [{ field: at(path, 'serverPorts'), problem: `${shown(ports)} must be one or more ports from 1 to 65535, such as [389]` }] : [];
}

/** What is wrong with the address of an HTTP server. In the clear it may only be asked inside the cluster: who can answer in its name says who may meet. */
export function httpUrlViolations(field: string, url: string): Violation[] {
  const found = parts(url);
  const inside = found !== undefined && (!found.host.includes('.') || /\.svc(\.|$)/.test(found.host));
  const problem = found === undefined || !['http', 'https'].includes(found.scheme) ? 'is no address of a server; write one such as "https://keys.example.org/asap"'
    : found.scheme === 'http' && !inside ? 'would be asked in the clear; write https://, or the name of a Service in the cluster, such as "http://keys.tools.svc.cluster.local:3000"'
      : undefined;
  return problem === undefined ? [] : [{ field, problem: `${shown(url)} ${problem}` }];
}

/** What is wrong with the address of an LDAP server. */
export function ldapUrlViolations(field: string, url: string): Violation[] {
  const found = parts(url);
  return found === undefined || !['ldap', 'ldaps'].includes(found.scheme) || !['', '/'].includes(found.path)
    ? [{ field, problem: `${shown(url)} is no address of an LDAP server; write one such as "ldaps://ldap.example.org"` }] : [];
}
