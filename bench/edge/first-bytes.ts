import { Figure, median, quotient, ratios } from '../figure';
import { Effort, interleave } from '../rounds';
import { answer } from './client';
import { Servers } from './servers';

const ROUNDS = 7;

/** Requests of a round, whose median counts. */
const REQUESTS = 20;

const PATHS = { 'bundle of 5 MB': '/libs/app.bundle.min.js?v=1', 'style sheet of 200 kB': '/css/all.css?v=1', 'config.js': '/config.js', 'page': '/room' };

/** How long one browser alone waits for the first byte, on a connection that is open. */
export async function* firstBytes(servers: Servers, effort: Effort): AsyncGenerator<Figure> {
  for (const [name, path] of Object.entries(PATHS)) {
    for (const encoding of ['gzip', 'identity']) {
      const run = (target: 'edge' | 'web') => async (): Promise<number> => {
        const times: number[] = [];
        for (let request = 0; request < (effort.smoke ? 1 : REQUESTS); request += 1) {
          times.push((await answer(servers[target], path, { 'Accept-Encoding': encoding })).millisecondsToFirstByte);
        }
        return median(times);
      };
      const { edge, web } = await interleave(effort, ROUNDS, { edge: run('edge'), web: run('web') });
      yield { name: `${name}, ${encoding}, time to the first byte / direct`, samples: ratios(edge, web), detail: quotient(edge, web, 'ms') };
    }
  }
}
