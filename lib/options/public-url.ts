import { isIPv4 } from 'node:net';
import { isHostName, isPort } from '../validation/formats';
import { Rule, shown } from '../validation/violations';

const SHAPE = /^https:\/\/([^/:?#@]+)(?::([1-9]\d{0,4}))?$/;

/** The parts of the address that people open; empty and 443 where the text is no such address. */
export function publicUrlParts(url: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = '443'] = SHAPE.exec(url) ?? [];
  return { host, port: Number(port) };
}

function isPublicUrl(url: string): boolean {
  const { host, port } = publicUrlParts(url);
  return (isHostName(host) || isIPv4(host)) && isPort(port);
}

/** The address that the caller may have meant. */
function suggestion(url: string): string {
  const host = url.toLowerCase().replace(/^[a-z+]*:?\/\//, '').replace(/[/?#].*$/, '').replace(/^.*@/, '').replace(/:.*$/, '').replaceAll('_', '-');
  return isHostName(host) || isIPv4(host) ? `https://${host}` : 'https://meet.example.org';
}

/** Refuses everything that browsers cannot open for a meeting. */
export const publicUrlRule: Rule<{ readonly publicUrl: string }> = {
  field: 'publicUrl',
  condition: ({ publicUrl }) => !isPublicUrl(publicUrl),
  message: ({ publicUrl }) => `${shown(publicUrl)} is not an address that browsers can open for a meeting: allowed is https://, a host name in lower case `
    + `or an IPv4 address, and at most a port; no path, no user. Write ${shown(suggestion(publicUrl))}`,
};
