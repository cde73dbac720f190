import { isIPv4, isIPv6 } from 'node:net';
import { isDnsLabel, isDnsSubdomain } from '../validation/formats';
import { InputText } from './load-balancer-preset';

// What texts must be that go into annotations and fields.

export const ADDRESS: InputText = { noun: 'IP address', example: '"203.0.113.10"', valid: (value) => isIPv4(value) || (isIPv6(value) && !value.includes('%')) };
export const IPV4: InputText = { noun: 'IPv4 address', example: '"203.0.113.10"', valid: isIPv4 };
export const IPV6: InputText = { noun: 'IPv6 address', example: '"2001:db8::10"', valid: (value) => isIPv6(value) && !value.includes('%') };
export const SUBNET: InputText = { noun: 'subnet', example: '"subnet-0123456789abcdef0"', valid: isListable };
export const ELASTIC_IP: InputText = { noun: 'allocation id of an Elastic IP', example: '"eipalloc-0123456789abcdef0"', valid: (value) => /^eipalloc-[0-9a-f]{8,17}$/.test(value) };
export const GKE_ADDRESS: InputText = { noun: 'name of a reserved address', example: '"jitsi-media"', valid: (value) => isDnsLabel(value) };
export const PUBLIC_IP: InputText = { noun: 'name of a public IP', example: '"jitsi-media"', valid: (value) => /^[A-Za-z0-9]([-\w.]{0,78}\w)?$/.test(value) };
export const RESOURCE_GROUP: InputText = { noun: 'name of a resource group', example: '"network"', valid: (value) => /^[-\w.()]{0,89}[-\w()]$/.test(value) };
export const POOL: InputText = { noun: 'name of an IPAddressPool', example: '"public"', valid: isDnsSubdomain };
export const SHARING_KEY: InputText = { noun: 'key', example: '"jitsi"', valid: isListable };
export const SCALEWAY_IP: InputText = { noun: 'id of an address', example: '"01234567-89ab-cdef-0123-456789abcdef"', valid: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) };
export const LOCATION: InputText = { noun: 'location', example: '"fsn1"', valid: (value) => /^[a-z]{3}\d?$/.test(value) };

/** Text that stays one among others with commas between them. */
function isListable(value: string): boolean {
  return /^[^,\s]([^,]*[^,\s])?$/.test(value);
}
