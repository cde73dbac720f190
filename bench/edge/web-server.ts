import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyPair } from '../../test/verify/support/certificates';
import { debianRoot } from '../../test/verify/support/debian-root';
import { RunningContainer } from '../../test/verify/support/running-container';
import { Scope } from '../../test/verify/support/scope';
import { temporaryFolder } from '../../test/verify/support/temporary-folder';
import { writeSite } from './site';

/** Ports of the image: for the edge, and for browsers where there is no edge. */
export const WEB_PORTS = { http: 8000, https: 8443 } as const;

const USER = 1000;

/** The site on an NGINX that is configured as the one of the web image, with its certificate where browsers reach it directly. */
export function startWeb(scope: Scope, address: string, { certificate, key }: KeyPair): RunningContainer {
  const folder = temporaryFolder(scope);
  writeSite(join(folder, 'site'));
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, address));
  writeFileSync(join(folder, 'certificate.pem'), certificate);
  writeFileSync(join(folder, 'key.pem'), key);
  chownSync(join(folder, 'key.pem'), USER, USER);
  mkdirSync(join(folder, 'run'));
  chownSync(join(folder, 'run'), USER, USER);
  return new RunningContainer(scope, join(folder, 'web'), USER, ['--user', String(USER), debianRoot(), folder, 'nginx', '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']);
}

/**
 * What the image sets, and nothing that it leaves to NGINX: compression at level 1, from 860 bytes, of these types; server-side includes in scripts too;
 * a year for what is asked for with its version. TLS is that of the edge, so that both do the same work.
 */
function configuration(folder: string, address: string): string {
  return `worker_processes 4;
pid ${folder}/run/nginx.pid;
error_log /dev/stderr warn;
events {
  worker_connections 768;
}
http {
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/run/${name};`).join('\n')}
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 65;
  types_hash_max_size 2048;
  server_tokens off;
  client_max_body_size 0;
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log /dev/stdout;
  gzip on;
  gzip_types text/plain text/css application/javascript application/json;
  gzip_vary on;
  gzip_min_length 860;
  server {
    listen ${address}:${WEB_PORTS.http};
    listen ${address}:${WEB_PORTS.https} ssl;
    http2 on;
    ssl_certificate ${folder}/certificate.pem;
    ssl_certificate_key ${folder}/key.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_timeout 1d;
    ssl_session_cache shared:SSL:50m;
    ssl_session_tickets off;
    charset utf8;
    root ${folder}/site;
    ssi on;
    ssi_types application/x-javascript application/javascript;
    index index.html;
    add_header X-Content-Type-Options nosniff;
    add_header X-XSS-Protection "1; mode=block";
    add_header Permissions-Policy "interest-cohort=()";
    location = /config.js {
      alias ${folder}/site/config.js;
    }
    location = /interface_config.js {
      alias ${folder}/site/interface_config.js;
    }
    location ~ ^/(libs|css|static|images|fonts|lang|sounds|connection_optimization|.well-known|transcripts)/(.*)$ {
      add_header 'Access-Control-Allow-Origin' '*';
      alias ${folder}/site/$1/$2;
      if ($arg_v) {
        expires 1y;
      }
    }
    location ~ ^/([^/?&:'"]+)$ {
      try_files $uri @root_path;
    }
    location @root_path {
      rewrite ^/(.*)$ / break;
    }
  }
}
`;
}
