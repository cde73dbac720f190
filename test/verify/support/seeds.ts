import { all, Edit, put } from '../../support/edits';

const MAIN = 'spec > template > spec > containers > 0';

/** Faults that a check of this suite must notice, put into what the default stack renders. That of `socketsEndAfterAMinute` is in edge-patience.verify.ts. */
export const SEEDS = {
  wrongTargetPort: put('Service/jitsi-web', 'spec > ports > 0 > targetPort', 'https'),
  tcpForUdp: put('Service/jitsi-jvb', 'spec > ports > 0 > protocol', 'TCP'),
  missingKeyInRole: put('Role/jitsi-bootstrap', 'rules > 1 > resourceNames', ['jitsi-credentials']),
  extraVerbInRole: put('Role/jitsi-jvb', 'rules > 0 > verbs', ['get', 'list']),
  noTrustedProxies: put('Deployment/jitsi-prosody', `${MAIN} > env > PROSODY_TRUSTED_PROXIES > value`, '127.0.0.1'),
  socketsEndAfterAMinute: text('ConfigMap/jitsi-nginx', 'nginx.conf', '_timeout 3600s', '_timeout 60s'),
  unquotedEnv: put('Deployment/jitsi-web', `${MAIN} > env > ENABLE_AUTH > value`, 0),
  secondBridgeBehindOnePort: put('Deployment/jitsi-jvb-0', 'spec > replicas', 2),
  brokenReload: text('ConfigMap/jitsi-nginx', 'start-edge.sh', 'HUP', 'USR1'),
  changedSelector: all(...['spec > selector > matchLabels', 'spec > template > metadata > labels'].map((path) => put('Deployment/jitsi-web', `${path} > example.org/team`, 'meetings'))),
} as const satisfies Record<string, Edit>;

/** Replaces something in a file of a ConfigMap, everywhere. */
function text(configMap: string, file: string, found: string, replacement: string): Edit {
  return (objects) => objects.map((object) => {
    const before = object.data?.[file];
    if (`${object.kind}/${object.metadata.name}` !== configMap) {
      return object;
    }
    if (before?.includes(found) !== true) {
      throw new Error(`${configMap} has no ${found} in ${file}`);
    }
    return { ...object, data: { ...object.data, [file]: before.replaceAll(found, replacement) } };
  });
}
