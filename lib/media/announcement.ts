import { isIPv4 } from 'node:net';
import { OwnValue } from '../kubernetes/environment';
import { MediaWay, PoolPlace } from './media-way';

/** Whom an init container asks for the address: the API server's Service objects, by name, or Node objects. */
export type Discovery = { readonly variable: 'SERVICE'; readonly value: OwnValue; readonly services: readonly string[] } | { readonly variable: 'NODE'; readonly value: OwnValue };

/** How a bridge comes to know what it announces. */
export interface Announcement {
  /** Variables that the image itself reads. */
  readonly image: { readonly JVB_ADVERTISE_IPS?: OwnValue; readonly JVB_DISABLE_STUN?: OwnValue; readonly JVB_STUN_SERVERS?: OwnValue };
  /** Variables of `start-bridge.sh`; undefined where the image needs no help. */
  readonly start?: { readonly ADDRESSES?: OwnValue; readonly ADDRESS_FILE?: OwnValue; readonly PICK?: OwnValue };
  readonly discovery?: Discovery;
}

/** Where the init container leaves the addresses for the bridge. */
export const ADDRESS_FOLDER = '/address';

const FROM_FILE = { ADDRESS_FILE: `${ADDRESS_FOLDER}/addresses` };

const QUIET = { JVB_DISABLE_STUN: '1' };

/** What the pods of a pool need to announce the way's address. The image itself maps IPv4 addresses alone, the same for all pods. */
export function announcement(way: MediaWay, place: PoolPlace): Announcement {
  const { address } = way;
  switch (address?._source) {
    case undefined:
      return { image: QUIET };
    case 'stun':
      return { image: { JVB_STUN_SERVERS: address._servers?.join(',') } };
    case 'nodeInternalIp':
      return { image: QUIET, start: { ADDRESSES: field('status.hostIP') } };
    case 'nodeExternalIp':
      return { image: QUIET, start: FROM_FILE, discovery: { variable: 'NODE', value: field('spec.nodeName') } };
    case 'fromService':
      return {
        image: QUIET,
        start: FROM_FILE,
        discovery: {
          variable: 'SERVICE',
          value: way.layout === 'one stateful set' ? field('metadata.name') : place.name,
          services: [...new Set(way.routes(place).flatMap(({ service }) => service ?? []))],
        },
      };
    case 'fixed': {
      const text = address.addresses?.join(',') ?? '';
      const plain = !way.picksAddress && (address.addresses ?? []).every((each) => isIPv4(each.split('#')[0] ?? ''));
      return plain ? { image: { ...QUIET, JVB_ADVERTISE_IPS: text } } : { image: QUIET, start: { ADDRESSES: text, ...(way.picksAddress && { PICK: '1' }) } };
    }
  }
}

/** A field of the pod, as the value of a variable. */
export function field(fieldPath: string): OwnValue {
  return { fieldRef: { fieldPath } };
}
