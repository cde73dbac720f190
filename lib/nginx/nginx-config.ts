import { clientAddresses } from './client-addresses';
import { NginxConfigOptions } from './config-options';
import { PATHS } from './paths';
import { healthServer, redirectServer, siteServer } from './servers';
import { indented } from './snippets';

/** The whole nginx.conf. Comments in it are for those who read the ConfigMap. */
export function nginxConfig(options: NginxConfigOptions): string {
  return `${[main(), http(options)].join('\n')}\n`;
}

function main(): string {
  return `# Made by cdk8s-jitsi. A change to this file rolls the pods.
worker_processes 2;
# Each worker's share of open files: sockets of clients and to web and Prosody, and files. Container runtimes give programs 1024 until they ask for more.
worker_rlimit_nofile 16384;
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
