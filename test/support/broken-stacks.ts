import { add, all, append, drop, Edit, put, remove } from './edits';
import { RuleName } from './posture-rules';

const POD = 'spec > template > spec';
const MAIN = `${POD} > containers > 0`;
const LABELS = { 'app.kubernetes.io/instance': 'jitsi' };
const METADATA = { name: 'jitsi-more', namespace: 'jitsi', labels: LABELS };
const BUDGET = 'PodDisruptionBudget/jitsi-web';
const NAME = 'app.kubernetes.io/name';

const CLUSTER_ROLE = {
  apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'jitsi.jitsi-more', labels: LABELS }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
};

function clusterRoleBinding(role: string, account: string): Edit {
  return add({
    ...CLUSTER_ROLE, kind: 'ClusterRoleBinding', roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: 'jitsi' }],
  });
}

/** The rule that must notice, what is wrong, and the one edit of a stack with two bridges that makes it wrong. */
export type BrokenStack = readonly [rule: RuleName, wrong: string, edit: Edit];

const SECURITY: readonly BrokenStack[] = [
  ['noSecretsInManifests', 'a Secret', add({ apiVersion: 'v1', kind: 'Secret', metadata: METADATA, stringData: { a: 'b' } })],
  ['imagesHaveDigests', 'an image by its tag', put('Deployment/jitsi-web', `${MAIN} > image`, 'ghcr.io/jitsi/web:stable-11146-2')],
  ['imagesHaveTags', 'the tag latest', put('Deployment/jitsi-web', `${MAIN} > image`, `ghcr.io/jitsi/web:latest@sha256:${'0'.repeat(64)}`)],
  ['podsPassRestricted', 'the network of the host', put('Deployment/jitsi-web', `${POD} > hostNetwork`, true)],
  ['podsPassRestricted', 'the processes of the host', put('Deployment/jitsi-web', `${POD} > hostPID`, true)],
  ['podsPassRestricted', 'a port of the host', put('Deployment/jitsi-web', `${MAIN} > ports > http > hostPort`, 8000)],
  ['podsPassRestricted', 'a folder of the host', put('Deployment/jitsi-web', `${POD} > volumes > tmp`, { name: 'tmp', hostPath: { path: '/' } })],
  ['podsPassRestricted', 'a privileged container', put('Deployment/jitsi-web', `${MAIN} > securityContext > privileged`, true)],
  ['podsPassRestricted', 'privileges to gain', drop('Deployment/jitsi-web', `${MAIN} > securityContext > allowPrivilegeEscalation`)],
  ['podsPassRestricted', 'perhaps root', drop('Deployment/jitsi-web', `${MAIN} > securityContext > runAsNonRoot`)],
  ['podsPassRestricted', 'no seccomp profile', drop('Deployment/jitsi-web', `${MAIN} > securityContext > seccompProfile`)],
  ['podsPassRestricted', 'a capability', put('Deployment/jitsi-web', `${MAIN} > securityContext > capabilities > add`, ['NET_ADMIN'])],
  ['podsPassRestricted', 'an init container with capabilities', drop('StatefulSet/jitsi-jvb-0', `${POD} > initContainers > 0 > securityContext > capabilities`)],
  ['rootFoldersAreReadOnly', 'a root folder to write to', drop('Deployment/jitsi-web', `${MAIN} > securityContext > readOnlyRootFilesystem`)],
  ['usersAreNotRoot', 'user 0', put('Deployment/jitsi-web', `${MAIN} > securityContext > runAsUser`, 0)],
  ['usersAreNotRoot', 'no user', drop('Deployment/jitsi-web', `${MAIN} > securityContext > runAsUser`)],
  ['tokensStayWithHelpers', 'a token everywhere', drop('Deployment/jitsi-web', `${POD} > automountServiceAccountToken`)],
  ['tokensStayWithHelpers', 'a token for the bridge itself', append('StatefulSet/jitsi-jvb-0', `${MAIN} > volumeMounts`, { name: 'api-access', mountPath: '/token' })],
  ['serviceLinksAreOff', 'service links', drop('Deployment/jitsi-web', `${POD} > enableServiceLinks`)],
  ['rolesAreNarrow', 'all Services', drop('Role/jitsi-jvb', 'rules > 0 > resourceNames')],
  ['rolesAreNarrow', 'every verb', put('Role/jitsi-jvb', 'rules > 0 > verbs', ['*'])],
  ['rolesAreNarrow', 'the whole cluster', add({ ...CLUSTER_ROLE, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }] })],
];

const RESOURCES: readonly BrokenStack[] = [
  ['resourcesAreBounded', 'no limit of memory', drop('Deployment/jitsi-nginx', `${MAIN} > resources > limits > memory`)],
  ['resourcesAreBounded', 'no request of CPU', drop('Deployment/jitsi-web', `${MAIN} > resources > requests > cpu`)],
  ['resourcesAreBounded', 'no limit of disk', drop('Deployment/jitsi-web', `${MAIN} > resources > limits > ephemeral-storage`)],
  ['requestsAreWithinLimits', 'a request above its limit', put('Deployment/jitsi-web', `${MAIN} > resources > requests > memory`, '2Gi')],
  ['noThrottlingWhereItHurts', 'a CPU limit of Jicofo', put('Deployment/jitsi-jicofo', `${MAIN} > resources > limits > cpu`, '1')],
  ['quantitiesAreCanonical', '1000m', put('Deployment/jitsi-web', `${MAIN} > resources > limits > cpu`, '1000m')],
  ['quantitiesAreCanonical', '65536Ki', put('Deployment/jitsi-web', `${MAIN} > resources > requests > memory`, '65536Ki')],
  ['quantitiesAreCanonical', 'half a CPU', put('Deployment/jitsi-web', `${MAIN} > resources > requests > cpu`, '0.5')],
  ['quantitiesAreCanonical', 'a volume of 1024Mi', put('Deployment/jitsi-web', `${POD} > volumes > tmp > emptyDir > sizeLimit`, '1024Mi')],
  ['heapsLeaveRoom', 'a heap as large as the limit', put('Deployment/jitsi-jicofo', `${MAIN} > env > JICOFO_MAX_MEMORY > value`, '1024m')],
  ['memoryFoldersFit', 'a folder in memory as large as the limit', put('Deployment/jitsi-web', `${POD} > volumes > run > emptyDir > sizeLimit`, '256Mi')],
  ['gracePeriodsOutlastDrains', 'no grace period', drop('Deployment/jitsi-web', `${POD} > terminationGracePeriodSeconds`)],
  ['gracePeriodsOutlastDrains', 'a grace period as long as the wait for others and the drain', put('StatefulSet/jitsi-jvb-0', `${POD} > terminationGracePeriodSeconds`, 1980 + 1860)],
  ['servingContainersHaveProbes', 'no readiness probe', drop('Deployment/jitsi-web', `${MAIN} > readinessProbe`)],
  ['probesAskPortsThatExist', 'a probe of another port', put('Deployment/jitsi-web', `${MAIN} > livenessProbe > httpGet > port`, 'https')],
  ['probesAskTheRightPage', 'Jicofo restarted for want of a bridge', put('Deployment/jitsi-jicofo', `${MAIN} > livenessProbe > httpGet > path`, '/about/health')],
  ['probesAskTheRightPage', 'Prosody asked for its health', put('Deployment/jitsi-prosody', `${MAIN} > readinessProbe > httpGet > path`, '/health')],
];

const REFERENCES: readonly BrokenStack[] = [
  ['mountsHaveVolumes', 'a mount without its volume', drop('Deployment/jitsi-web', `${POD} > volumes > tmp`)],
  ['volumesAreMounted', 'a volume without a mount', drop('Deployment/jitsi-web', `${MAIN} > volumeMounts > tmp`)],
  ['volumesAndPathsAreUnique', 'two volumes of one name', append('Deployment/jitsi-web', `${POD} > volumes`, { name: 'tmp', emptyDir: { sizeLimit: '1Mi' } })],
  ['volumesAndPathsAreUnique', 'two mounts at one path', append('Deployment/jitsi-web', `${MAIN} > volumeMounts`, { name: 'tmp', mountPath: '/run' })],
  ['configMapsHaveTheFiles', 'a file that is not there', drop('ConfigMap/jitsi-nginx', 'data > start-edge.sh')],
  ['configMapsHaveTheFiles', 'a ConfigMap that is not there', remove('ConfigMap/jitsi-bootstrap')],
  ['filesRollPods', 'a configuration that may change unseen', drop('Deployment/jitsi-nginx', 'spec > template > metadata > annotations')],
  ['secretsAreMade', 'a password that the Job does not make', put('Job/jitsi-bootstrap', `${MAIN} > env > CREDENTIALS_KEYS > value`, 'JVB_AUTH_PASSWORD')],
  ['secretsAreMade', 'a certificate that the Job does not make', put('Deployment/jitsi-nginx', `${POD} > volumes > tls > secret > secretName`, 'jitsi-certificate')],
  ['serviceAccountsExist', 'a service account that is left open', drop('Deployment/jitsi-web', `${POD} > serviceAccountName`)],
  ['serviceAccountsExist', 'a service account that is not there', put('Job/jitsi-bootstrap', `${POD} > serviceAccountName`, 'jitsi-nobody')],
  ['serviceAccountsExist', 'a role that is not there', put('RoleBinding/jitsi-jvb', 'roleRef > name', 'jitsi-none')],
  ['serviceAccountsExist', 'a service account of another namespace', put('RoleBinding/jitsi-jvb', 'subjects > 0 > namespace', 'elsewhere')],
  ['serviceAccountsExist', 'a role of the cluster that is not there', clusterRoleBinding('jitsi.jitsi-none', 'jitsi-jvb')],
  ['serviceAccountsExist', 'a right of the cluster for nobody', all(add(CLUSTER_ROLE), clusterRoleBinding('jitsi.jitsi-more', 'jitsi-nobody'))],
  ['rolesNameWhatIsThere', 'a right to a Service that is not there', put('Role/jitsi-jvb', 'rules > 0 > resourceNames', ['jitsi-media'])],
  ['rolesNameWhatIsThere', 'a right to a Secret that nobody makes', append('Role/jitsi-bootstrap', 'rules > 1 > resourceNames', 'jitsi-accounts')],
  ['servicesReachPods', 'a selector that misses', put('Service/jitsi-web', `spec > selector > ${NAME}`, 'site')],
  ['servicesReachPods', 'a target port that misses', put('Service/jitsi-web', 'spec > ports > http > targetPort', 'https')],
  ['servicesReachPods', 'a protocol that misses', put('Service/jitsi-jvb', 'spec > ports', [{ name: 'media-0', port: 10000, protocol: 'TCP', targetPort: 'media-0' }])],
  ['containerPortsAreUnique', 'two ports of one name', append('Deployment/jitsi-web', `${MAIN} > ports`, { name: 'http', containerPort: 9000, protocol: 'TCP' })],
  ['containerPortsAreUnique', 'two ports of one number', append('Deployment/jitsi-web', `${MAIN} > ports`, { name: 'more', containerPort: 8000, protocol: 'TCP' })],
  ['containerPortsAreUnique', 'a name too long for a port', append('Deployment/jitsi-web', `${MAIN} > ports`, { name: 'administrators-x', containerPort: 9000, protocol: 'TCP' })],
  ['servicePortsAreUnique', 'a port twice', put('Service/jitsi-nginx', 'spec > ports > http > port', 443)],
  ['mediaPortsAreOneBridge', 'a Service port that the bridge does not have', put('Service/jitsi-jvb', 'spec > ports > media-0 > port', 10009)],
  ['mediaPortsAreOneBridge', 'two bridges behind one port', put('StatefulSet/jitsi-jvb-0', 'spec > replicas', 2)],
  ['mediaPortsAreOneBridge', 'two workloads behind one port', append('StatefulSet/jitsi-jvb-1', `${MAIN} > ports`, { name: 'media-0', containerPort: 10000, protocol: 'UDP' })],
  ['mediaPortsAreOneBridge', 'a draining bridge cut off', drop('Service/jitsi-jvb', 'spec > publishNotReadyAddresses')],
  [
    'bridgesAnnounceDifferentPlaces', 'one place of two bridges',
    all(...['0', '1'].map((bridge) => append(`StatefulSet/jitsi-jvb-${bridge}`, `${MAIN} > env`, { name: 'JVB_ADVERTISE_IPS', value: '203.0.113.10#10000' }))),
  ],
  ['bridgesListenWhereTheyAreReached', 'a bridge that listens elsewhere', put('StatefulSet/jitsi-jvb-0', `${MAIN} > env > JVB_PORT > value`, '10009')],
  ['selectorsMatchTemplates', 'a workload without its pods', put('Deployment/jitsi-jicofo', `spec > selector > matchLabels > ${NAME}`, 'focus')],
  ['governingServicesExist', 'a governing Service that is not there', put('StatefulSet/jitsi-jvb-0', 'spec > serviceName', 'jitsi-none')],
  ['governingServicesExist', 'a governing Service with an address', put('StatefulSet/jitsi-jvb-0', 'spec > serviceName', 'jitsi-jvb')],
  ['hostNamesAreOfServices', 'a host that is no Service', put('Deployment/jitsi-jicofo', `${MAIN} > env > XMPP_SERVER > value`, 'jitsi-xmpp.jitsi.svc.cluster.local')],
  ['hostNamesAreOfServices', 'a port that the Service does not have', put('Deployment/jitsi-web', `${MAIN} > env > XMPP_BOSH_URL_BASE > value`, 'http://jitsi-prosody.jitsi.svc.cluster.local:80')],
  ['hostNamesAreOfServices', 'a host too long for DNS', put('Deployment/jitsi-jicofo', `${MAIN} > env > XMPP_SERVER > value`, `jitsi-prosody.jitsi.svc.${'a.'.repeat(120)}a`)],
];

const WEB_PODS = { matchLabels: { ...LABELS, [NAME]: 'web' } };

const AVAILABILITY: readonly BrokenStack[] = [
  ['budgetsGuardSeveralPods', 'a budget of one pod', put('Deployment/jitsi-web', 'spec > replicas', 1)],
  ['spreadCountsSiblings', 'a bridge spread from itself', put('StatefulSet/jitsi-jvb-0', `${POD} > topologySpreadConstraints > 0 > labelSelector > matchLabels > cdk8s-jitsi/bridge`, '0')],
  ['severalPodsHaveOneBudget', 'pods that may all be evicted', remove(BUDGET)],
  ['severalPodsHaveOneBudget', 'bridges that may all be evicted', remove('PodDisruptionBudget/jitsi-jvb')],
  ['severalPodsHaveOneBudget', 'two budgets of one pod', add({
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: METADATA, spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: WEB_PODS },
  })],
  ['budgetsLetNodesDrain', 'a budget that lets nobody go', put(BUDGET, 'spec > maxUnavailable', 0)],
  ['budgetsLetNodesDrain', 'a budget that waits for pods', drop(BUDGET, 'spec > unhealthyPodEvictionPolicy')],
  ['severalPodsAreSpread', 'pods on one node', drop('Deployment/jitsi-web', `${POD} > topologySpreadConstraints > 0`)],
  ['severalPodsAreSpread', 'bridges on one node', drop('StatefulSet/jitsi-jvb-0', `${POD} > topologySpreadConstraints`)],
];

const OBJECTS: readonly BrokenStack[] = [
  ['policiesSelectPods', 'a policy for nobody', put('NetworkPolicy/jitsi-bootstrap', `spec > podSelector > matchLabels > ${NAME}`, 'job')],
  ['peersSelectPods', 'a door open for nobody', append('NetworkPolicy/jitsi-web', 'spec > ingress > 0 > from', { podSelector: { matchLabels: { ...LABELS, [NAME]: 'edge' } } })],
  ['podsAreIsolated', 'a pod without a policy', all(remove('NetworkPolicy/jitsi-default-deny'), remove('NetworkPolicy/jitsi-bootstrap'))],
  ['policiesCoverBothDirections', 'an open way out', put('NetworkPolicy/jitsi-default-deny', 'spec > policyTypes', ['Ingress'])],
  ['anywhereIsNoAddressBlock', 'every IPv4 address', put('NetworkPolicy/jitsi-nginx', 'spec > ingress > 0 > from', [{ ipBlock: { cidr: '0.0.0.0/0' } }])],
  ['anywhereIsNoAddressBlock', 'every IPv6 address', put('NetworkPolicy/jitsi-nginx', 'spec > ingress > 0 > from', [{ ipBlock: { cidr: '::/0' } }])],
  ['rulesNameTheirPorts', 'every port', put('NetworkPolicy/jitsi-bootstrap', 'spec > egress > 0', { to: [{ podSelector: { matchLabels: LABELS } }] })],
  ['bothEndsAreOpen', 'a way out to a closed door', drop('NetworkPolicy/jitsi-web', 'spec > ingress')],
  ['bothEndsAreOpen', 'an open door without a way out', put('NetworkPolicy/jitsi-jicofo', 'spec > egress', [{ ports: [{ port: 53, protocol: 'UDP' }] }])],
  ['bothEndsAreOpen', 'another port at the other end', put('NetworkPolicy/jitsi-web', 'spec > ingress > 0 > ports > 0 > port', 8001)],
  ['namesAreDnsLabels', 'an underscore', put(BUDGET, 'metadata > name', 'jitsi_web')],
  ['namesAreDnsLabels', 'an object of the cluster that another namespace may have too', add({ ...CLUSTER_ROLE, metadata: { name: 'jitsi-more', labels: LABELS } })],
  ['namesAreDnsLabels', 'a name too long', put(BUDGET, 'metadata > name', 'j'.repeat(64))],
  ['namesAreDnsLabels', 'a name too long for a StatefulSet', put('StatefulSet/jitsi-jvb-0', 'metadata > name', 'j'.repeat(53))],
  ['objectsAreUnique', 'an object twice', (objects) => [...objects, ...objects.filter(({ kind, metadata }) => `${kind}/${metadata.name}` === 'NetworkPolicy/jitsi-web')]],
  ['objectsHaveTheNamespace', 'an object in no namespace', drop(BUDGET, 'metadata > namespace')],
  ['objectsHaveTheNamespace', 'an object of the cluster in a namespace', add({ ...CLUSTER_ROLE, metadata: { ...CLUSTER_ROLE.metadata, namespace: 'jitsi' } })],
  ['objectsHaveTheNamespace', 'an object elsewhere', put(BUDGET, 'metadata > namespace', 'elsewhere')],
  ['objectsCarryTheInstance', 'an object that deleting by label would leave', drop(BUDGET, 'metadata > labels > app.kubernetes.io/instance')],
  ['objectsCarryTheInstance', 'a namespace that deleting by label would take', put('Namespace/jitsi', 'metadata > labels > app.kubernetes.io/instance', 'jitsi')],
  ['labelsAreValid', 'a space in a label', put(BUDGET, 'metadata > labels > team', 'a b')],
  ['labelsAreValid', 'a label too long', put('Deployment/jitsi-web', 'spec > template > metadata > labels > team', 'a'.repeat(64))],
  ['nothingIsEmpty', 'an empty map', put(BUDGET, 'metadata > annotations', {})],
  ['nothingIsEmpty', 'an empty list', put('Deployment/jitsi-web', `${POD} > tolerations`, [])],
  ['nothingIsEmpty', 'an empty text', put('Deployment/jitsi-web', `${MAIN} > env > TZ > value`, '')],
  ['variablesAreUnique', 'a variable twice', append('Deployment/jitsi-web', `${MAIN} > env`, { name: 'TZ', value: 'UTC' })],
  ['variablesAreText', 'a number', put('Deployment/jitsi-web', `${MAIN} > env > TZ > value`, 5)],
  ['variablesAreText', 'a name that shells do not know', append('Deployment/jitsi-web', `${MAIN} > env`, { name: '1ST', value: 'UTC' })],
  ['passwordsComeFromSecrets', 'a password as text', append('Deployment/jitsi-web', `${MAIN} > env`, { name: 'ROOM_PASSWORD', value: 'x' })],
  ['passwordsComeFromSecrets', 'a name of a Secret where a secret is read', append('Deployment/jitsi-web', `${MAIN} > env`, { name: 'TLS_SECRET', value: 'x' })],
  ['siteScriptsParse', 'a script that is only one on its own', put('ConfigMap/jitsi-nginx', 'data > custom-config.js', '#!/usr/bin/env node\n')],
];

export const BROKEN_STACKS: readonly BrokenStack[] = [...SECURITY, ...RESOURCES, ...REFERENCES, ...AVAILABILITY, ...OBJECTS];
