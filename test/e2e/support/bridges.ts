import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Credentials, Drain } from '../../../lib';
import { manifests, meetChart } from '../../support/charts';
import { all, drop, Edit, put } from '../../support/edits';
import { yamlOf } from '../../verify/cluster/support/stacks';

/** Seconds in which bridges that shut down hand their participants over, where they are told to hurry; else it takes them a minute. */
export const HANDING_OVER = 5;

export const MEDIA_SERVICE = 'jitsi-jvb';
export const MEDIA_PORT = 10000;

const WORKLOAD = 'jitsi-jvb-0';
const PASSWORDS = 'passwords';

/** Bridges that drain, in a namespace of their own, without the rest of their stack, which they do not wait for. */
export function drainingBridges(namespace: string, drain: Duration, edit: Edit, bridges = 1): string {
  const objects = manifests(meetChart({
    namespace,
    createNamespace: true,
    credentials: Credentials.fromSecret(PASSWORDS),
    jvb: {
      bridges,
      drain: Drain.within(drain, { evenIfOnlyBridge: true }),
      // The node has room for many of them, where a Deployment runs two at a time.
      resources: { cpu: { request: kplus.Cpu.millis(10) }, memory: { request: Size.mebibytes(32) } },
    },
  })).filter(({ metadata: { labels } }) => ['jvb', undefined].includes(labels?.['app.kubernetes.io/name']));
  const passwords = { apiVersion: 'v1', kind: 'Secret', metadata: { name: PASSWORDS, namespace }, stringData: { JICOFO_AUTH_PASSWORD: 'focus', JVB_AUTH_PASSWORD: 'bridge' } };
  return yamlOf([...edit(objects), passwords]);
}

export const asItIs: Edit = (objects) => [...objects];

/** Bridges that hand their participants over in less time than bridges take. */
export const hurried: Edit = (objects) => objects.map((object) => {
  const { 'custom-jvb.conf': configuration, ...files } = object.data ?? {};
  return configuration === undefined ? object
    : { ...object, data: { ...files, 'custom-jvb.conf': `${configuration}videobridge.shutdown.shutting-down-delay = ${HANDING_OVER} seconds\n` } };
});

/** The bridge as a Deployment, which replaces pods as Deployments do if nothing is said. */
export const asDeployment: Edit = all(
  ...['serviceName', 'podManagementPolicy', 'updateStrategy'].map((field) => drop(`StatefulSet/${WORKLOAD}`, `spec > ${field}`)),
  put(`StatefulSet/${WORKLOAD}`, 'kind', 'Deployment'),
);

/** The media Service as Services are if nothing is said. */
export const readyOnly: Edit = drop(`Service/${MEDIA_SERVICE}`, 'spec > publishNotReadyAddresses');

/** Something that rolls the first two bridges. */
export function changed(value: string): Edit {
  return all(...[0, 1].map((bridge) => put(`StatefulSet/jitsi-jvb-${bridge}`, 'spec > template > metadata > annotations > example.org/changed', value)));
}
