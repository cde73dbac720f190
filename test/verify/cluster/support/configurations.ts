import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AdvertisedAddress, Credentials, Drain, EdgeExposure, IpFamilies, MediaExposure, Tls } from '../../../../lib';
import { Manifest, manifests, meetChart } from '../../../support/charts';
import { everythingOfALoadBalancer, everythingOfAStack, everythingOfJvb } from '../../../support/everything';
import { StackIn, stackWith } from './stacks';

// Kubernetes lets nobody change the class of a load balancer: docs/upgrading.md, and a test of its own.
const { loadBalancerClass: _, ...loadBalancer } = everythingOfALoadBalancer;

/** What an operator may go from and to, in place. */
export type Configuration = readonly [name: string, stack: StackIn];

export const CONFIGURATIONS: readonly Configuration[] = [
  ['the default', stackWith({})],
  ['two bridges that drain', stackWith({ jvb: { bridges: 2 } })],
  ['three bridges that stop at once', stackWith({ jvb: { bridges: 3, drain: Drain.atOnce() } })],
  ['one bridge that drains', stackWith({ jvb: { drain: Drain.within(Duration.hours(2), { evenIfOnlyBridge: true }) } })],
  ['an own certificate', stackWith({ tls: Tls.fromSecret('meet-tls', { certificateKey: 'fullchain.pem', privateKeyKey: 'private.key' }) })],
  ['a certificate of cert-manager', stackWith({ tls: Tls.certManager({ issuer: 'letsencrypt' }) })],
  ['images from a mirror, by tag', stackWith({ images: { mirrors: { 'ghcr.io': 'mirror.example.org/ghcr' }, pinDigests: false, pullSecrets: ['pull'] } })],
  ['other replicas and resources', stackWith({
    web: { replicas: 4, resources: { memory: { request: Size.mebibytes(300), limit: Size.mebibytes(600) } } },
    nginx: { replicas: 1, redirectHttp: false },
    jicofo: { resources: { cpu: { request: kplus.Cpu.units(1) } } },
  })],
  ['own labels, annotations and tolerations', stackWith({
    prosody: { labels: { 'example.org/team': 'meetings' }, annotations: { 'example.org/note': 'prosody' } },
    jvb: { labels: { 'example.org/team': 'media' }, tolerations: [{ key: 'example.org/media', effect: kplus.TaintEffect.NO_SCHEDULE }], priorityClassName: 'meetings' },
    web: { annotations: { 'example.org/note': 'web' }, nodeSelector: { 'example.org/role': 'web' } },
  })],
  ['every prop', stackWith({
    ...everythingOfAStack(),
    // Services that ask for nothing keep what they have.
    ipFamilies: IpFamilies.ipv4(),
    edge: EdgeExposure.loadBalancer(loadBalancer),
    jvb: { ...everythingOfJvb(), exposure: MediaExposure.loadBalancer({ ...loadBalancer, address: AdvertisedAddress.fromService(), port: 20000 }) },
  })],
  ['own passwords and a known address', stackWith({
    credentials: Credentials.fromSecret('own-passwords'),
    tls: Tls.fromSecret('meet-tls'),
    jvb: { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.10']) }) },
    networkPolicies: false,
  })],
  ['three pools, another host and new passwords', threePools],
];

function threePools(namespace: string): Manifest[] {
  const chart = meetChart({ namespace, publicUrl: 'https://other.example.org', credentials: Credentials.generatedInCluster({ revision: 2 }) });
  chart.meet.addBridges('eu-west', { bridges: 2, exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fromService(), port: 20000 }) });
  chart.meet.addBridges('us-east', { exposure: MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed(['203.0.113.11']), port: 30000 }) });
  return manifests(chart);
}
