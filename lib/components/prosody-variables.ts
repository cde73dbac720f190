import { MANAGED_BY_ALL_JITSI } from '../kubernetes/environment';
import { PROSODY_AUTHENTICATION } from '../options/authentication/variables';

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
