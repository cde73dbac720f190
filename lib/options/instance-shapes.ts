import { FEATURES_FORM } from '../features/features';
import type { JitsiInstanceProps } from '../jitsi-instance';
import { flag, instance, list, number, required, Shape, struct, text } from '../validation/shapes';
import { IMAGES_FORM } from './component-shapes';
import type { InstanceOptions } from './instance-options';
import { IpFamilies } from './ip-families';
import { Relays } from './relays';

/** The form of what all components of one stack agree on. */
export const INSTANCE_OPTIONS: Shape<InstanceOptions> = {
  publicUrl: required(text('the address that people open, such as "https://meet.example.org"')),
  clusterDomain: text('the domain of the cluster\'s DNS, such as "cluster.local"'),
  timeZone: text('a name in the tz database, such as "Europe/Paris"'),
  xmppDomain: text('a domain such as "meet.jitsi"'),
  images: struct(IMAGES_FORM),
  networkPolicies: flag,
  apiServerPorts: list(number('6443')),
  relays: instance<Relays>('Relays', () => Relays, 'Relays.between()'),
  features: FEATURES_FORM,
  ipFamilies: instance<IpFamilies>('IpFamilies', () => IpFamilies, 'IpFamilies.dualStackWherePossible()'),
};

/** The form of the props of an instance. */
export const INSTANCE_PROPS: Shape<JitsiInstanceProps> = {
  ...INSTANCE_OPTIONS,
  name: required(text('the name of the stack, such as "jitsi"')),
  namespace: required(text('the name of a namespace, such as "jitsi"')),
};
