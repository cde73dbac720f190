let taken = 0;

/** Loopback addresses that no other test uses: a block for each call, and for each of jest's workers. */
export function loopbackAddresses(): (host: number) => string {
  taken += 1;
  const block = `127.${100 + Number(process.env.JEST_WORKER_ID ?? 1)}.${taken}`;
  return (host) => `${block}.${host}`;
}
