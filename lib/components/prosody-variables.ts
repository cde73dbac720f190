import { MANAGED_BY_ALL_JITSI, OwnValue, OwnVariables } from '../kubernetes/environment';
import { jitsiEnvironment } from '../kubernetes/pod';
import { withModules } from '../options/authentication/modules';
import { PROSODY_AUTHENTICATION, ProsodyVariables } from '../options/authentication/variables';
import { ComponentOptions } from '../options/component-options';
import type { Prosody, ProsodyProps } from './prosody';
import { extensionVariables } from './prosody-extensions';

/** Variables of the image that Prosody's construct sets itself. */
export const MANAGED = {
  ...MANAGED_BY_ALL_JITSI,
  ...PROSODY_AUTHENTICATION,
  ENABLE_SUBDOMAINS: 'set features.meeting.enableSubdomains',
  ENABLE_XMPP_WEBSOCKET: 'it must agree with web and the edge, which serve websockets',
  JICOFO_AUTH_PASSWORD: 'set credentials',
  JVB_AUTH_PASSWORD: 'set credentials',
  JVB_AUTH_USER: 'it must agree with the bridges and cannot be changed',
  PROSODY_HTTP_PORT: 'Service and probes know the port, it cannot be changed',
  PROSODY_MODE: 'the stack has one XMPP server, and that is for everybody',
  PROSODY_TRUSTED_PROXIES: 'set prosody.trustedProxies',
  PUBLIC_URL: 'set publicUrl',
  TURNS_HOST: 'set turn',
  TURNS_PORT: 'set turn',
  TURN_CREDENTIALS: 'set turn',
  TURN_HOST: 'set turn',
  TURN_PASSWORD: 'set turn, whose credentials expire',
  TURN_PORT: 'set turn',
  TURN_TRANSPORT: 'set turn',
  TURN_TTL: 'set turn',
  TURN_USERNAME: 'set turn, whose credentials expire',
  XMPP_AUTH_DOMAIN: 'set xmppDomain',
  XMPP_DOMAIN: 'set xmppDomain',
  XMPP_GUEST_DOMAIN: 'set xmppDomain',
  XMPP_HIDDEN_DOMAIN: 'set xmppDomain',
  XMPP_INTERNAL_MUC_DOMAIN: 'set xmppDomain',
  XMPP_MUC_DOMAIN: 'set xmppDomain',
  XMPP_PORT: 'Service and probes know the port, it cannot be changed',
} as const;

/** The pod network is unknown when manifests are made; the NetworkPolicy lets only the edge and web reach Prosody's HTTP port. */
const DEFAULT_TRUSTED_PROXIES = ['127.0.0.1', '::1', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** The environment of Prosody's container: what the construct sets, and the user's beside it. Authentication, extensions and the user add to the same lists of modules. */
export function prosodyEnvironment(prosody: Prosody, props: ProsodyProps): { readonly env: Readonly<Record<string, OwnValue | undefined>>; readonly extraEnv: ComponentOptions['extraEnv'] } {
  const { instance, authentication } = prosody;
  const { own: ofAuthentication, extraEnv } = withModules(authentication._way.prosody, props.extraEnv);
  const own = { ...jitsiEnvironment(instance), ...variables(prosody, props, ofAuthentication), ...instance._features('prosody') };
  return { env: { ...own, ...extensionVariables(props, own) }, extraEnv };
}

function variables(prosody: Prosody, { trustedProxies = DEFAULT_TRUSTED_PROXIES, turn }: ProsodyProps, authentication: ProsodyVariables): OwnVariables<typeof MANAGED> & ProsodyVariables {
  const { instance, credentials, httpPort } = prosody;
  const { publicUrl, xmpp } = instance;
  const { XMPP_SERVER: _, ...names } = prosody._loginVariables;
  return {
    PUBLIC_URL: publicUrl,
    ...authentication,
    ENABLE_SUBDOMAINS: '1',
    ENABLE_XMPP_WEBSOCKET: '1',
    ...names,
    XMPP_DOMAIN: xmpp.domain,
    XMPP_MUC_DOMAIN: xmpp.mucDomain,
    XMPP_GUEST_DOMAIN: xmpp.guestDomain,
    XMPP_HIDDEN_DOMAIN: xmpp.hiddenDomain,
    PROSODY_HTTP_PORT: String(httpPort),
    PROSODY_TRUSTED_PROXIES: trustedProxies.join(','),
    JVB_AUTH_USER: xmpp.bridgeUser,
    JICOFO_AUTH_PASSWORD: prosody._password('jicofo'),
    JVB_AUTH_PASSWORD: prosody._password('jvb'),
    ...turn?._variables(instance, credentials),
  };
}
