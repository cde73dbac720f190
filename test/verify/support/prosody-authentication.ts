import { Files } from './kubelet-folder';
import { Hosts } from './prosody-config';

/** Whether a variable is true to the image's templates. */
function isOn(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
}

function list(commas: string): string {
  return `{ ${commas.split(',').map((item) => `"${item}"`).join(', ')} }`;
}

function option(name: string, value: string | undefined, write: (value: string) => string = (text) => `"${text}"`): string[] {
  return value === undefined ? [] : [`  ${name} = ${write(value)}`];
}

/**
 * What the image makes of the variables for the virtual host of people: the module that knows them, with its options under the names that Jitsi's modules give them. Of those
 * modules Debian has none but `internal_hashed`: for `anonymous` Prosody's own stands in, for `token` the one below, and the others cannot be run.
 */
function people(variables: Files): string {
  if (!isOn(variables.ENABLE_AUTH)) {
    return 'authentication = "anonymous"';
  }
  switch (variables.PROSODY_AUTH_TYPE ?? variables.AUTH_TYPE ?? 'internal') {
    case 'internal':
      return 'authentication = "internal_hashed"\n  storage = "internal"';
    case 'jwt':
      return [
        `authentication = "${variables.JWT_AUTH_TYPE ?? 'token'}"`,
        ...option('app_id', variables.JWT_APP_ID),
        ...option('app_secret', variables.JWT_APP_SECRET),
        ...option('signature_algorithm', variables.JWT_SIGN_TYPE),
        ...option('asap_accepted_issuers', variables.JWT_ACCEPTED_ISSUERS, list),
        ...option('asap_accepted_audiences', variables.JWT_ACCEPTED_AUDIENCES, list),
        `  allow_empty_token = ${isOn(variables.JWT_ALLOW_EMPTY)}`,
      ].join('\n');
    default:
      throw new Error(`Debian has no module for ${variables.AUTH_TYPE ?? ''}`);
  }
}

/** The virtual host of people who have not signed in. */
function others(variables: Files): string {
  return isOn(variables.ENABLE_AUTH) && isOn(variables.ENABLE_GUESTS) ? `
VirtualHost "${variables.XMPP_GUEST_DOMAIN ?? ''}"
  authentication = "anonymous"
  c2s_require_encryption = false
` : '';
}

/** The virtual hosts on which people are. */
export function peoplesHosts(variables: Files): Hosts {
  return { people: people(variables), others: others(variables) };
}

/**
 * Stands in for Jitsi's module of this name: whoever comes with a token in the address that Prosody's own library finds good may log in. It shows that a token comes through, and
 * that what the stack gives Prosody is enough to tell tokens apart; nothing of how Jitsi's module does so.
 */
export const TOKEN_MODULE = `
local new_sasl = require "prosody.util.sasl".new;
local new_verifier = require "prosody.util.jwt".new_verifier;
local formdecode = require "prosody.util.http".formdecode;

local issuers = module:get_option_set("asap_accepted_issuers", { module:get_option_string("app_id") });
local audiences = module:get_option_set("asap_accepted_audiences", { "*" });
local verify = new_verifier(module:get_option_string("signature_algorithm", "HS256"), module:get_option_string("app_secret"));

local function refusal(token)
  if token == nil then
    return not module:get_option_boolean("allow_empty_token", false) and "there is no token" or nil;
  end
  local good, claims = verify(token);
  return not good and tostring(claims) or not issuers:contains(claims.iss) and "another issuer"
    or not (audiences:contains("*") or audiences:contains(claims.aud)) and "another audience" or nil;
end

local function handler(session)
  local sasl = new_sasl(module.host, { anonymous = function () return true; end });
  local process = sasl.process;
  function sasl:process(message)
    local problem = refusal(session.token);
    module:log("info", "token: %s", problem or "good");
    if problem ~= nil then
      return "failure", "not-authorized", problem;
    end
    return process(self, message);
  end
  function sasl:clean_clone()
    return handler(session);
  end
  return sasl;
end
module:provides("auth", { get_sasl_handler = handler });

local function remember(event)
  local query = event.request.url.query;
  event.session.token = query and formdecode(query).token or nil;
end
module:hook_global("websocket-session", remember, 2);
module:hook_global("bosh-session", remember, 2);
`;
