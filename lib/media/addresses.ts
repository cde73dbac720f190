import { AdvertisedAddress } from '../options/advertised-address';
import { instance, required, RequiredKind } from '../validation/shapes';

// The kinds of the addresses that ways take, with what to write where none was given.

const addressKind = (write: string): RequiredKind<AdvertisedAddress> => (
  required(instance<AdvertisedAddress>('AdvertisedAddress', () => AdvertisedAddress, `${write}: where none is announced, no media arrives`))
);

/** Behind a load balancer. */
export const BALANCED_ADDRESS = addressKind('AdvertisedAddress.fromService() or AdvertisedAddress.fixed(["203.0.113.10"])');

/** On a node. */
export const NODE_ADDRESS = addressKind('AdvertisedAddress.nodeExternalIp(), AdvertisedAddress.nodeInternalIp() or AdvertisedAddress.fixed(["203.0.113.10"])');
