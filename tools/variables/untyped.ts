/** Variables that no prop writes, by their names or, before an asterisk, their beginnings. After `web:` they are those of web alone. The first group that has a variable counts. */
export interface Untyped {
  readonly title: string;
  readonly reason: string;
  readonly names: string;
}

export const UNTYPED: readonly Untyped[] = [
  {
    title: 'Without effect',
    reason: 'No program reads them where they are handed over: a slip of the compose file, a name of former times, or what the image computes itself.',
    names: `web: BWE_ESTIMATOR_ENGINE CODEC_ORDER_P2P CODEC_ORDER_P2P_MOBILE ENABLE_STATS_ID ENABLE_VLA XMPP_AUTH_DOMAIN XMPP_PORT
      prosody: ENABLE_S2S JIBRI_SIP_BREWERY_MUC JICOFO_COMPONENT_SECRET
      jicofo: JICOFO_MULTI_STREAM_BACKWARD_COMPAT JIGASI_TRUSTED_DOMAINS
      jvb: HOSTNAME JVB_VERSION LOCAL_ADDRESS JVB_USE_USRSCTP JVB_OCTO_BIND_ADDRESS`,
  },
  {
    title: 'Of a set-up that the library has another way for',
    reason: 'The edge ends TLS, has the certificate and sends HSTS; pods listen on what the cluster gives them; bridges announce what `jvb.exposure` says; and names of XMPP parts follow from `xmppDomain`.',
    names: 'ENABLE_HSTS LETSENCRYPT_* BOSH_RELATIVE XMPP_RECORDER_DOMAIN ENABLE_IPV6 JVB_PREFER_SCTP DISABLE_AWS_HARVESTER ENABLE_AUTH_DOMAIN DOCKER_HOST_ADDRESS',
  },
  {
    title: 'Authentication, guests and moderators',
    reason: 'Who may open and moderate a meeting belongs to `authentication`; what it does not type yet goes to all components that read it, with secrets from a Secret.',
    names: 'PROSODY_GUEST_AUTH_TYPE ENABLE_MODERATOR_CHECKS JWT_* LDAP_* PROSODY_ADMINS',
  },
  {
    title: 'STUN servers',
    reason: 'They are a service of their own, which two people need who talk without a bridge.',
    names: 'STUN_* P2P_STUN_SERVERS',
  },
  {
    title: 'Recording, streaming, telephones, transcription and translation',
    reason: 'They do something only with pods that the stack does not have: Jibri, Jigasi, a transcriber or a translator.',
    names: `ENABLE_RECORDING ENABLE_SERVICE_RECORDING ENABLE_FILE_RECORDING_SHARING ENABLE_LIVESTREAMING* ENABLE_LOCAL_RECORDING_* AUTO_CAPTION_ON_RECORD PROSODY_ENABLE_RECORDING_METADATA
      JIBRI_BREWERY_MUC JIBRI_PENDING_TIMEOUT JIBRI_RE* JIBRI_SIP_BREWERY_MUC JIBRI_XMPP_* JIGASI_* ENABLE_TRANSCRIPTIONS TRANSLATION_* PREFERRED_LANGUAGE USE_APP_LANGUAGE DISABLE_START_FOR_ALL ENABLE_AUDIO_TRANSLATION JICOFO_TRANSLATION_* JICOFO_TRUSTED_DOMAINS
      CONFCODE_URL DIALIN_* DIALOUT_* DROPBOX_*`,
  },
  {
    title: 'Visitors',
    reason: 'They need further XMPP servers, which the stack does not have.',
    names: `ENABLE_VISITORS VISITORS_* PROSODY_VISITOR* PROSODY_REGION_NAME RELEASE_NUMBER SHARD PROSODY_ENABLE_S2S PROSODY_DISABLE_S2S_LIMIT PROSODY_S2S_* XMPP_SERVER_S2S_PORT
      PROSODY_LIMIT_MESSAGES_CHECK_TOKEN PROSODY_ENABLE_FILTER_MESSAGES JICOFO_VISITORS_REQUIRE_MUC_CONFIG prosody: XMPP_SERVER`,
  },
  {
    title: 'A separate XMPP server of the bridges',
    reason: 'The stack has one XMPP server, of which bridges are a part.',
    names: 'ENABLE_JVB_XMPP_SERVER JVB_XMPP_* prosody: JVB_BREWERY_MUC',
  },
  {
    title: 'Services beside the stack',
    reason: 'Etherpad, whiteboard, RTCStats, calendars, analytics, error reports, autoscalers and the like are somebody else\'s; the site only needs to know where they are. What a pod asks itself, as web asks Etherpad, needs [a policy too](migrating.md#what-runs-beside).',
    names: `ETHERPAD_* ENABLE_SHARED_DOCUMENT_RANDOM_NAME WHITEBOARD_* RTCSTATS_* RTC_VISUALIZER_* AMPLITUDE_ID ANALYTICS_* GOOGLE_* MATOMO_* MICROSOFT_* ENABLE_CALENDAR INVITE_SERVICE_URL
      PEOPLE_SEARCH_URL ENABLE_JAAS_COMPONENTS JAAS_* PROSODY_RESERVATION_* CHROME_EXTENSION_BANNER_JSON SENTRY_* AUTOSCALER_* JIBRI_WEBHOOK_SUBSCRIBERS JVB_COLIBRI_PORT XMPP_ENV_NAME`,
  },
  {
    title: 'Superseded',
    reason: 'A prop says it better: `features.codecs` has orders of codecs, `web.branding.dynamicBrandingUrl` the newer branding, `web.configJs` and `prosody.customConfig` text of any length with commas and line breaks.',
    names: 'P2P_PREFERRED_CODEC VIDEOQUALITY_PREFERRED_CODEC BRANDING_DATA_URL WEB_CONFIG_PREFIX GLOBAL_CONFIG XMPP_CONFIGURATION XMPP_MUC_CONFIGURATION',
  },
  {
    title: 'Observation',
    reason: 'Logs and metrics are switched on for a purpose, and say nothing of what meetings are like.',
    names: 'LOG_LEVEL PROSODY_LOG_CONFIG PROSODY_ENABLE_METRICS PROSODY_METRICS_ALLOWED_CIDR PROSODY_ENABLE_STANZA_COUNTS DEPLOYMENTINFO_* E2EPING_* ENABLE_E2EPING ENABLE_LOAD_TEST_CLIENT',
  },
  {
    title: 'Tuning of programs',
    reason: 'Their defaults suit, and who changes one measures what it does: garbage collection, limits of connections, workers, thresholds of load, timing, and the details of media.',
    names: `GC_* PROSODY_C2S_* PROSODY_DISABLE_C2S_LIMIT PROSODY_ENABLE_MUC_RESOURCE_VALIDATE PROSODY_MUC_RESOURCE_VALIDATE_* NGINX_* CORS_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN
      BRIDGE_AVG_PARTICIPANT_STRESS BRIDGE_STRESS_THRESHOLD JICOFO_BRIDGE_REGION_GROUPS JICOFO_CONF_* JICOFO_ENABLE_BRIDGE_HEALTH_CHECKS JICOFO_ENABLE_ICE_FAILURE_DETECTION
      JICOFO_ENABLE_LOAD_REDISTRIBUTION JICOFO_ENABLE_MID JICOFO_HEALTH_CHECKS_USE_PRESENCE JICOFO_ICE_FAILURE_* JICOFO_RESTART_* MAX_SSRC* BWE_ESTIMATOR_ENGINE JVB_ADVERTISE_PRIVATE_CANDIDATES
      JVB_CC_TRUST_BWE JVB_REQUIRE_VALID_ADDRESS VIDEOBRIDGE_* JVB_INSTANCE_ID ENABLE_REMB ENABLE_TCC ENABLE_ICE_RESTART ENABLE_ICE_RESTART_ON_NETWORK_CHANGE ENABLE_VIRTUAL_BACKGROUND_V2 S6_*`,
  },
];
