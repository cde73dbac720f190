import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * For all that is done in its `run`: the address that names stand for, the authority whose certificates are good, and the address to come from.
 * The libraries open connections by themselves and have no options for these.
 */
export const connection = new AsyncLocalStorage();

/** The same as options of a request. */
export function connectionOptions() {
  const { address, ca, from } = connection.getStore();
  const family = address.includes(':') ? 6 : 4;
  return { ca, localAddress: from, agent: false, lookup: (_, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)) };
}
