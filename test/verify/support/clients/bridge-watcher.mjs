// Asks bridges what they are up to, again and again, and remembers what each of them said.
import { once } from 'node:events';
import { get } from 'node:http';
import { json } from 'node:stream/consumers';
import { setInterval } from 'node:timers';
import { serve } from './serve.mjs';

const EVERY = 100;
const PATIENCE = 5000;

const looks = [];
let addresses = [];

/** What a bridge is up to, beside its address; nothing where it does not say. */
async function ask(address) {
  const request = get({ host: address, port: 8080, path: '/colibri/stats', agent: false, timeout: PATIENCE }).on('timeout', () => request.destroy());
  // Also what goes wrong after the answer has begun, which is told by its body.
  request.on('error', () => undefined);
  try {
    const [answer] = await once(request, 'response');
    const { drain, graceful_shutdown: draining, shutting_down: ending } = await json(answer);
    return [[address, ending ? 'ends' : draining ? 'drains' : drain ? 'asks' : 'takes']];
  } catch {
    return [];
  }
}

/** One that hangs or has gone keeps nobody from the next look. */
async function look() {
  const at = Date.now();
  const said = (await Promise.all(addresses.map(ask))).flat();
  looks.push({ at, bridges: Object.fromEntries(said) });
}

setInterval(look, EVERY);

serve({
  /** Those that are asked from now on. */
  watch(options) {
    addresses = options.addresses;
  },
  looks() {
    return looks.toSorted((one, other) => one.at - other.at);
  },
});

process.on('disconnect', () => process.exit());
