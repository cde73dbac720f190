/** Characters that a tenant may have in a path. Anything else goes to web: a decoded line break must not reach a request that we write. */
const TENANT = '[A-Za-z0-9._~-]+';

/** BOSH and websocket, for the site itself and for tenants, straight to Prosody: only so does it see the client's address. */
export function signalling(xmppDomain: string): string {
  return ['http-bind', 'xmpp-websocket'].map((path) => `    location = /${path} {
      set $tenant '';
${toProsody(path, xmppDomain)}
    }
    location ~ ^/(?<tenant_of_path>${TENANT})/${path}$ {
      set $tenant $tenant_of_path;
${toProsody(path, xmppDomain)}
    }
`).join('');
}

/** Any address that the client claims is replaced by the one that it has. */
function toProsody(path: string, xmppDomain: string): string {
  const websocket = path === 'xmpp-websocket';
  return `      proxy_pass http://prosody/${path}?prefix=$tenant&$args;
      proxy_set_header Host ${xmppDomain};
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header Forwarded '';
      proxy_set_header Connection ${websocket ? '$connection_upgrade' : '\'\''};
${websocket ? '      proxy_set_header Upgrade $http_upgrade;\n' : ''}      proxy_buffering off;
      proxy_read_timeout 3600s;
      proxy_send_timeout 3600s;
      gzip off;`;
}

/**
 * Files that web marks as unchanging are kept, compressed: it marks those that are asked for with their version.
 * Kept once for clients that take gzip and once for the rest, whatever else they accept.
 */
export function assets(): string {
  return `    location ~ ^/(?:libs|css|static|images|fonts|lang|sounds)/ {
${toWeb()}      proxy_cache $assets_cache;
      proxy_cache_key $uri?$arg_v:$assets_encoding;
      proxy_cache_lock on;
      proxy_cache_use_stale error timeout updating;
      proxy_ignore_headers Vary;
      proxy_set_header Accept-Encoding $assets_encoding;
      proxy_set_header Connection '';
    }
`;
}

/** All else: pages, and the sockets of whiteboards and the like. */
export function site(): string {
  return `    location / {
${toWeb()}      proxy_set_header Connection $connection_upgrade;
      proxy_set_header Upgrade $http_upgrade;
      proxy_read_timeout 3600s;
      proxy_send_timeout 3600s;
    }
`;
}

/** A page fits into the buffers, so that it is read in few pieces. Sockets to Prosody, of which there are many, keep NGINX's small ones. */
function toWeb(): string {
  return `      proxy_pass http://web;
      proxy_buffer_size 16k;
      proxy_buffers 4 16k;
      proxy_busy_buffers_size 32k;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
`;
}
