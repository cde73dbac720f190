/** Whose word for a client's address counts, and how it is given. */
export interface ClientAddresses {
  readonly by: 'X-Forwarded-For' | 'proxy_protocol';
  /** Addresses and address blocks. */
  readonly trusted: readonly string[];
}

/**
 * Takes clients' addresses from those who are trusted, and from nobody else: what others write stays without effect, because whatever is passed on is made anew
 * from the address that stands here.
 */
export function clientAddresses(source: ClientAddresses | undefined): string {
  return source === undefined ? '' : `
  # Whose word for a client's address counts. The last address that is not one of them is the client's.
${source.trusted.map((proxy) => `  set_real_ip_from ${proxy};\n`).join('')}  real_ip_header ${source.by};
  real_ip_recursive on;
${source.by === 'X-Forwarded-For' ? cameByHttp(source.trusted) : ''}`;
}

/** Only proxies know how a browser came. */
function cameByHttp(trusted: readonly string[]): string {
  return `  geo $realip_remote_addr $sent_by_proxy {
    default '';
${trusted.map((proxy) => `    ${proxy} yes;\n`).join('')}  }
  map $sent_by_proxy:$http_x_forwarded_proto $came_by_http {
    default '';
    yes:http yes;
  }
`;
}
