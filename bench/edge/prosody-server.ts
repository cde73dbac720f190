import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { debianRoot } from '../../test/verify/support/debian-root';
import { RunningContainer } from '../../test/verify/support/running-container';
import { Scope } from '../../test/verify/support/scope';
import { temporaryFolder } from '../../test/verify/support/temporary-folder';

export const PROSODY_PORT = 5280;

const USER = 1000;

/** A Prosody that takes websockets as that of the image does: without TLS, for the XMPP domain, from guests. */
export function startProsody(scope: Scope, address: string, xmppDomain: string): RunningContainer {
  const folder = temporaryFolder(scope);
  mkdirSync(join(folder, 'data'));
  chownSync(join(folder, 'data'), USER, USER);
  writeFileSync(join(folder, 'prosody.cfg.lua'), `
data_path = "${folder}/data"
pidfile = "${folder}/data/prosody.pid"
log = { { levels = { min = "warn" }, to = "console" } }
network_backend = "epoll"
network_settings = { tcp_backlog = 511 }
gc = { mode = "incremental", threshold = 400, speed = 250, step_size = 13 }
modules_enabled = { "bosh", "websocket", "saslauth", "disco", "ping" }
modules_disabled = { "s2s", "offline", "register" }
http_ports = { ${PROSODY_PORT} }
http_interfaces = { "${address}" }
https_ports = {}
c2s_ports = {}
http_default_host = "${xmppDomain}"
consider_websocket_secure = true
trusted_proxies = { "127.0.0.0/8" }
VirtualHost "${xmppDomain}"
authentication = "anonymous"
`);
  return new RunningContainer(scope, join(folder, 'prosody'), USER, ['--user', String(USER), debianRoot(), folder, 'prosody', '-F', '--config', join(folder, 'prosody.cfg.lua')]);
}
