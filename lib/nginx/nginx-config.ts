import { assets, signalling, site } from './locations';
import { clientAddresses, ClientAddresses } from './client-addresses';
import { ClientLimitsOptions } from './client-limits';
import { securityHeaders, SecurityHeaders } from './security-headers';
import { indented } from './snippets';

/** What the edge's configuration depends on. */
export interface NginxConfigOptions {
  /** Host name and, where it is not 443, port that browsers are sent to. */
  readonly publicAuthority: string;
  /** Host and port of web. */
  readonly web: string;
  /** Host and port of Prosody's HTTP server. */
  readonly prosody: string;
  /** Name that Prosody knows itself by. */
  readonly xmppDomain: string;
  /** Whether browsers that come by HTTP are sent to HTTPS. */
  readonly redirectHttp: boolean;
  /** Seconds for which browsers use HTTPS alone; undefined where they are not told to. */
  readonly hstsSeconds: number | undefined;
  readonly ports: NginxPorts;
  /** Who else than the client itself may say where it comes from; undefined where nobody may. */
  readonly clientAddresses: ClientAddresses | undefined;
  /** How much one client may have; undefined where there are no limits. */
  readonly limits: Required<ClientLimitsOptions> | undefined;
  readonly securityHeaders: SecurityHeaders | undefined;
  /** KiB of the largest body of a request; undefined for NGINX's own limit. */
  readonly maxRequestBody: number | undefined;
  readonly accessLog: boolean;
  readonly assetCache: boolean;
  readonly httpSnippet: string | undefined;
  readonly serverSnippet: string | undefined;
}

/** Ports that the edge listens on, above 1023 because it has no right to lower ones. */
export interface NginxPorts {
  /** For the site. */
  readonly site: number;
  /** Whether the site is reached by TLS. */
  readonly tls: boolean;
  /** Sends browsers to HTTPS; undefined where none come there. */
  readonly http: number | undefined;
  readonly health: number;
}

/** Folders and files that the configuration, the start script and the mounts agree on. */
export const PATHS = {
  config: '/etc/nginx/nginx.conf',
  tls: '/etc/nginx/tls',
  cache: '/var/cache/nginx',
  /** The start script writes here what is known only in the pod. */
  runtime: '/tmp/edge',
  certificate: 'fullchain.pem',
  privateKey: 'private.key',
} as const;

/** The whole nginx.conf. Comments in it are for those who read the ConfigMap. */
export function nginxConfig(options: NginxConfigOptions): string {
  return `${[main(), http(options)].join('\n')}\n`;
}

function main(): string {
  return `# Made by cdk8s-jitsi. A change to this file rolls the pods.
worker_processes 2;
pid /tmp/nginx.pid;
error_log /dev/stderr notice;

events {
  worker_connections 8192;
}
`;
}

function http(options: NginxConfigOptions): string {
  return `http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  server_tokens off;
  sendfile on;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  # No query strings and no referrers: they hold tokens. NGINX writes both to its error log, so that has nothing below "crit" about requests;
  # the last but one field shows which server could not be reached.
  log_format edge '$remote_addr [$time_iso8601] "$request_method $uri $server_protocol" $status $body_bytes_sent $request_time $upstream_addr "$http_user_agent"';
  access_log ${options.accessLog ? '/dev/stdout edge' : 'off'};
  error_log /dev/stderr crit;

  # The nameservers of the pod. Names are resolved again and again, so the edge starts before web and Prosody are there.
  include ${PATHS.runtime}/resolver.conf;
  upstream web {
    zone web 64k;
    server ${options.web} resolve;
    keepalive 32;
  }
  upstream prosody {
    zone prosody 64k;
    server ${options.prosody} resolve;
    keepalive 32;
  }

  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }
${options.assetCache ? assetCache() : ''}
  gzip on;
  gzip_vary on;
  gzip_proxied any;
  gzip_min_length 1024;
  gzip_types application/javascript application/json application/manifest+json application/wasm image/svg+xml text/css text/javascript text/plain;

  proxy_http_version 1.1;
  proxy_connect_timeout 5s;
  proxy_socket_keepalive on;
${choices(options)}${[redirectServer(options), siteServer(options), healthServer(options)].filter((server) => server !== '').join('\n')}}`;
}

/** What is there only where it is asked for. */
function choices(options: NginxConfigOptions): string {
  const body = options.maxRequestBody === undefined ? '' : `  client_max_body_size ${options.maxRequestBody}k;\n`;
  return [clientAddresses(options.clientAddresses), clientLimits(options), body, indented(options.httpSnippet, 2)].join('');
}

function assetCache(): string {
  return `  map $http_accept_encoding $assets_encoding {
    default '';
    '~*\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))' gzip;
  }
  # Only what is asked for with its version: clients that want the same file wait for each other, which is no use if it is not kept.
  map $arg_v $assets_cache {
    default assets;
    '' off;
  }
  proxy_cache_path ${PATHS.cache}/assets levels=1:2 keys_zone=assets:1m max_size=128m inactive=7d use_temp_path=off;
  # What is asked for often stays open. One that was replaced is opened anew: the cache knows its files by their inodes.
  open_file_cache max=1000;
`;
}

/** Each zone knows some hundred thousand addresses. */
function clientLimits({ limits }: NginxConfigOptions): string {
  return limits === undefined ? '' : `
  limit_req_zone $binary_remote_addr zone=requests:10m rate=${limits.requestsPerSecond}r/s;
  limit_conn_zone $binary_remote_addr zone=connections:10m;
  limit_req_status 429;
  limit_conn_status 429;
`;
}

/** The start script leaves out the second line where the kernel knows no IPv6: NGINX would not start. */
function listen(port: number, parameters = ''): string {
  return [`${port}`, `[::]:${port}`].map((address) => `    listen ${address}${parameters};`).join('\n');
}

/** Parameters of a port that clients reach. */
function parameters({ clientAddresses: source }: NginxConfigOptions, ssl: boolean): string {
  return `${ssl ? ' ssl' : ''} default_server${source?.by === 'proxy_protocol' ? ' proxy_protocol' : ''}`;
}

function redirectServer(options: NginxConfigOptions): string {
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

function siteServer(options: NginxConfigOptions): string {
  const { ports } = options;
  return `  server {
${listen(ports.site, parameters(options, ports.tls))}
${ports.tls ? tls() : ''}${siteWide(options)}${indented(options.serverSnippet, 4)}
${[signalling(options.xmppDomain), ...(options.assetCache ? [assets()] : []), site()].join('\n')}  }
`;
}

function healthServer({ ports }: NginxConfigOptions): string {
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
