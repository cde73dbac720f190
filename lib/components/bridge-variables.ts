import { MANAGED_BY_ALL_JITSI, managedByScripts, NO_LOG_FILE } from '../kubernetes/environment';

/** Variables of the image that a bridge's construct sets itself. */
export const MANAGED = {
  ...MANAGED_BY_ALL_JITSI,
  COLIBRI_REST_ENABLED: 'set jvb.drain or jvb.deletionCost',
  ENABLE_OCTO: 'set relays',
  JVB_ADVERTISE_IPS: 'set the address of jvb.exposure',
  JVB_AUTH_PASSWORD: 'set credentials',
  JVB_AUTH_USER: 'it must agree with Prosody and cannot be changed',
  JVB_BREWERY_MUC: 'it must agree with Jicofo and cannot be changed',
  JVB_DISABLE_STUN: 'set the address of jvb.exposure; no third party is asked',
  JVB_DISABLE_XMPP: 'Jicofo learns of bridges by XMPP and of no others',
  JVB_LOG_FILE: NO_LOG_FILE,
  JVB_MUC_NICKNAME: 'it must be unique and is the name of the pod',
  JVB_OCTO_REGION: 'set jvb.region',
  JVB_OCTO_RELAY_ID: 'it must be unique and is the name of the pod',
  JVB_PORT: 'set the port of jvb.exposure',
  JVB_STUN_SERVERS: 'set the address of jvb.exposure',
  SHUTDOWN_REST_ENABLED: 'set jvb.drain',
  VIDEOBRIDGE_MAX_MEMORY: 'set jvb.maxHeap',
  XMPP_AUTH_DOMAIN: 'set xmppDomain',
  XMPP_INTERNAL_MUC_DOMAIN: 'set xmppDomain',
  XMPP_PORT: 'it follows from prosody',
  XMPP_SERVER: 'it follows from prosody',
} as const;

/** Variables that the scripts beside the image read. */
export const MANAGED_BY_SCRIPTS = managedByScripts(
  'ADDRESSES', 'ADDRESS_FILE', 'CONFIG', 'CONFIG_SOURCE', 'INIT', 'INTERVAL', 'OUT', 'PATIENCE', 'PEERS', 'PICK', 'POD_IPS', 'REST',
);
