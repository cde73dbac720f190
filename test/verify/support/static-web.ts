import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { JitsiMeetChartProps } from '../../../lib';
import { Files } from './kubelet-folder';
import { Pod } from './pod';
import { RunningContainer } from './running-container';
import { Scope } from './scope';
import { Stack } from './stack';

export interface StaticWebOptions {
  readonly props?: Partial<JitsiMeetChartProps>;
  /** ConfigMaps that somebody else keeps, by name, and their files by key. */
  readonly configMaps?: Readonly<Record<string, Files>>;
}

/** Where the image renders its configuration to. */
const FOLDER = '/run/web';

/** As the image's, as far as the edge meets it: files of the site, unchanging if asked for with a version, and the page for every room. */
const config = (address: string): string => `
daemon off;
worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr;
events {
  worker_connections 768;
}
http {
  include /etc/nginx/mime.types;
  sendfile on;
  keepalive_timeout 65;
  client_max_body_size 0;
  access_log /dev/stdout;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  gzip on;
  gzip_types text/plain text/css application/javascript application/json;
  gzip_vary on;
  gzip_min_length 860;
  server {
    listen ${address}:8000 default_server;
    server_name _;
    root ${FOLDER}/site;
    index index.html;
    ssi on;
    include ${FOLDER}/config/nginx-custom/*.conf;
    location ~ ^/(libs|css|static|images|fonts|lang|sounds)/(.*)$ {
      add_header 'Access-Control-Allow-Origin' '*';
      alias ${FOLDER}/site/$1/$2;
      if ($arg_v) {
        expires 1y;
      }
    }
    location ~ ^/([^/?&:'"]+)$ {
      try_files $uri @page;
    }
    location @page {
      rewrite ^/(.*)$ / break;
    }
    location ~ ^/([^/?&:'"]+)/(.*)$ {
      rewrite ^/([^/?&:'"]+)/(.*)$ /$2;
    }
  }
}
`;

/** What the image does before it starts NGINX: folders of its own, and a copy of what is mounted. */
const PREPARE = `mkdir -p ${FOLDER}/config/keys ${FOLDER}/config/nginx/site-confs && if [ -d /config ]; then cp -r /config/. ${FOLDER}/config; fi`;

/** A real NGINX as web, run as its manifest says. */
export class StaticWeb {
  private container: RunningContainer;

  public static start(scope: Scope, address: string, site: Files, { props = {}, configMaps = {} }: StaticWebOptions = {}): StaticWeb {
    const pod = new Pod(scope, new Stack(props), 'web', { configMaps });
    const files = Object.entries(site).map(([path, text]) => [`site/${path}`, text] as const);
    for (const [file, text] of [['nginx.conf', config(address)] as const, ...files]) {
      const path = pod.path('run', `web/${file}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    // The image makes it itself, as its user.
    chmodSync(pod.path('run', 'web'), 0o777);
    return new StaticWeb(pod, address);
  }

  private constructor(public readonly pod: Pod, public readonly address: string) {
    this.container = this.run();
  }

  public async stop(): Promise<void> {
    this.container.signal('SIGTERM');
    await this.container.end();
  }

  /** What the program that runs now has written. */
  public output(): string {
    return this.container.output();
  }

  public startAgain(): void {
    this.container = this.run();
  }

  private run(): RunningContainer {
    return this.pod.start('web', { image: 'debian', command: ['sh', '-c', `${PREPARE} && exec /usr/sbin/nginx -c ${FOLDER}/nginx.conf`] });
  }
}
