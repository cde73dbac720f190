import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { KeyPair } from './certificates';
import { Pod } from './pod';
import { Scope } from './scope';
import { HOST, Stack } from './stack';
import { until } from './until';
import { Entrance } from './xmpp-clients';

export interface FrontProxyOptions {
  /** Addresses of its block: it has the first, clients those from 100 on. */
  readonly address: (host: number) => string;
  readonly certificate: KeyPair;
  /** Address and port of the edge. */
  readonly edge: string;
  /** What it makes of addresses that the client claims: Ingress controllers replace them, Gateways add their own word to them. */
  readonly claims: 'replaced' | 'kept before its own';
}

const FOLDER = '/run/web';
const PORTS = { https: 8443, http: 8080 } as const;

const config = ({ address, edge, claims }: FrontProxyOptions): string => `
daemon off;
worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr;
events {
  worker_connections 768;
}
http {
  access_log off;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }
  server {
    listen ${address(1)}:${PORTS.https} ssl;
    listen ${address(1)}:${PORTS.http};
    ssl_certificate ${FOLDER}/certificate.pem;
    ssl_certificate_key ${FOLDER}/key.pem;
    location / {
      proxy_pass http://${edge};
      proxy_bind ${address(1)};
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-For ${claims === 'replaced' ? '$remote_addr' : '$proxy_add_x_forwarded_for'};
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`;

/** A real NGINX that ends TLS in front of the edge, as Ingress controllers and Gateways do. */
export class FrontProxy implements Entrance {
  public readonly authority = `${HOST}:${PORTS.https}`;

  public static async start(scope: Scope, options: FrontProxyOptions): Promise<FrontProxy> {
    const pod = new Pod(scope, new Stack(), 'web');
    for (const [file, text] of Object.entries({ 'nginx.conf': config(options), 'certificate.pem': options.certificate.certificate, 'key.pem': options.certificate.key })) {
      const path = pod.path('run', `web/${file}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const container = pod.start('web', { image: 'debian', command: ['/usr/sbin/nginx', '-c', `${FOLDER}/nginx.conf`] });
    await until('the proxy in front', async () => {
      const socket = connect(PORTS.https, options.address(1));
      return once(socket, 'connect').then(() => true, () => false).finally(() => socket.destroy());
    }, { context: () => container.output() });
    return new FrontProxy(options);
  }

  private constructor(private readonly options: FrontProxyOptions) {}

  public get certificate(): KeyPair {
    return this.options.certificate;
  }

  public address(host: number): string {
    return this.options.address(host);
  }
}
