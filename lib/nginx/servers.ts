import { NginxConfigOptions } from './config-options';
import { assets, signalling, site } from './locations';
import { PATHS } from './paths';
import { securityHeaders } from './security-headers';
import { indented } from './snippets';

/** The start script leaves out the second line where the kernel knows no IPv6: NGINX would not start. */
function listen(port: number, parameters = ''): string {
  return [`${port}`, `[::]:${port}`].map((address) => `    listen ${address}${parameters};`).join('\n');
}

/** Parameters of a port that clients reach. */
function parameters({ clientAddresses: source }: NginxConfigOptions, ssl: boolean): string {
  return `${ssl ? ' ssl' : ''} default_server${source?.by === 'proxy_protocol' ? ' proxy_protocol' : ''}`;
}

/** Sends those who come by HTTP to the public address; nothing where none come. */
export function redirectServer(options: NginxConfigOptions): string {
  const { ports, publicAuthority, redirectHttp } = options;
  return !redirectHttp || ports.http === undefined ? '' : `
  server {
${listen(ports.http, parameters(options, false))}
    return 301 https://${publicAuthority}$request_uri;
  }
`;
}

function tls(): string {
  return `    http2 on;
    ssl_certificate ${PATHS.tls}/${PATHS.certificate};
    ssl_certificate_key ${PATHS.tls}/${PATHS.privateKey};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
`;
}

/** What is said of all requests to the site, before they are told apart. */
function siteWide({ ports, hstsSeconds, limits, redirectHttp, publicAuthority, securityHeaders: headers }: NginxConfigOptions): string {
  const added = [
    ...(hstsSeconds === undefined ? [] : [['Strict-Transport-Security', `max-age=${hstsSeconds}`] as const]),
    ...(headers ? securityHeaders(headers) : []),
  ];
  return [
    ...added.map(([name, value]) => `    add_header ${name} ${JSON.stringify(value)} always;\n`),
    ...(limits ? [`    limit_req zone=requests burst=${limits.burst} nodelay;\n    limit_conn connections ${limits.connections};\n`] : []),
    ...(redirectHttp && !ports.tls ? [`    if ($came_by_http) {\n      return 301 https://${publicAuthority}$request_uri;\n    }\n`] : []),
  ].join('');
}

/** The site. */
export function siteServer(options: NginxConfigOptions): string {
  const { ports } = options;
  return `  server {
${listen(ports.site, parameters(options, ports.tls))}
${ports.tls ? tls() : ''}${siteWide(options)}${indented(options.serverSnippet, 4)}
${[signalling(options.xmppDomain), ...(options.assetCache ? [assets()] : []), site()].join('\n')}  }
`;
}

/** For probes and figures. */
export function healthServer({ ports }: NginxConfigOptions): string {
  return `  server {
${listen(ports.health)}
    access_log off;
    location = /livez {
      return 200;
    }
    location = /readyz {
      return 200;
    }
    location = /stub_status {
      stub_status;
    }
  }
`;
}
