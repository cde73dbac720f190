import { createHash } from 'node:crypto';

/** A short fingerprint of text or of plain data; equal data have equal fingerprints, whatever the order of their keys. */
export function checksum(data: object, length = 16): string {
  return createHash('sha256').update(canonical(data)).digest('hex').slice(0, length);
}

function canonical(data: object): string {
  return JSON.stringify(data, (_key, value: unknown) => (
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  ));
}
