import { Files } from './kubelet-folder';

/** Where the image renders its configuration to, and where ours has a module of its own beside it. */
export const PROSODY_FOLDER = '/run/prosody';

/** What a user adds to Prosody. */
export interface Extensions {
  /** Modules of the whole server, of the people's host and of meetings. */
  readonly server?: readonly string[];
  readonly hosts?: readonly string[];
  readonly muc?: readonly string[];
  /** Files that are read after the global options. */
  readonly included?: string;
}

/** Lines of the virtual host of people, and virtual hosts beside it. */
export interface Hosts {
  readonly people: string;
  readonly others: string;
}

/**
 * What the image makes of the variables of the manifest, as far as browsers meet it: the same options in the same words. Addresses to listen on are given,
 * because tests share a machine. Where people sign in, `prosody-authentication.ts` says how.
 */
export function prosodyConfig(variables: Files, interfaces: readonly string[], { people, others }: Hosts = { people: 'authentication = "anonymous"', others: '' }, { server = [], hosts = [], muc = [], included = '' }: Extensions = {}): string {
  const variable = (name: string): string => {
    const value = variables[name];
    if (value === undefined) {
      throw new Error(`the manifest gives Prosody no ${name}`);
    }
    return value;
  };
  const list = (items: readonly string[]): string => `{ ${items.map((item) => `"${item}"`).join('; ')} }`;
  // As templates of the image split lists: at commas, without what is empty.
  const trustedProxies = variable('PROSODY_TRUSTED_PROXIES').split(',').filter((address) => address !== '');
  return `
plugin_paths = { "/prosody-plugins-custom"; "${PROSODY_FOLDER}/plugins" }
modules_enabled = ${list(['roster', 'saslauth', 'tls', 'disco', 'private', 'limits', 'version', 'ping', 'browser_sessions', ...server])}
component_ports = { }
https_ports = { }
http_ports = { ${variable('PROSODY_HTTP_PORT')} }
http_interfaces = ${list(interfaces)}
c2s_ports = { ${variable('XMPP_PORT')} }
c2s_interfaces = ${list(interfaces)}
s2s_ports = { }
limits = { c2s = { rate = "10kb/s" } }
storage = "memory"
data_path = "/var/lib/prosody/data"
network_backend = "epoll"
network_settings = { tcp_backlog = 511 }
trusted_proxies = ${list(trustedProxies)}
log = { { levels = { min = "info" }; timestamps = "%Y-%m-%d %X"; to = "console" } }

${included === '' ? '' : `Include "${included}"\n`}http_default_host = "${variable('XMPP_DOMAIN')}"
consider_bosh_secure = true
consider_websocket_secure = true

VirtualHost "${variable('XMPP_DOMAIN')}"
  ${people}
  modules_enabled = ${list(['bosh', 'websocket', ...hosts])}
  c2s_require_encryption = false
${others}
Component "${variable('XMPP_MUC_DOMAIN')}" "muc"
  modules_enabled = ${list(muc)}
  muc_room_locking = false
  muc_room_default_public_jids = true
`;
}

/** Logs each session that a browser begins: the address, and the arguments, which Jitsi's own modules read from the same place. */
export const BROWSER_SESSIONS_MODULE = `
local json = require "prosody.util.json";
local formdecode = require "prosody.util.http".formdecode;
module:set_global();
local function log_session(event, kind)
  local request = event.request;
  local query = request.url.query;
  module:log("info", "browser session %s", json.encode({
    kind = kind; ip = event.session.ip; secure = event.session.secure and true or false; path = request.url.path;
    host = request.headers.host; protocol = request.headers.sec_websocket_protocol; query = query;
    arguments = query and formdecode(query) or nil;
  }));
end
module:hook("websocket-session", function (event) log_session(event, "websocket"); end, 1);
module:hook("bosh-session", function (event) log_session(event, "bosh"); end, 1);
`;
