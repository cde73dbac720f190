import { gunzipSync } from 'node:zlib';
import { atLeast, Figure, Goal, median, quotient, ratios } from '../figure';
import { Effort, interleave } from '../rounds';
import { answer, Target } from './client';
import { Servers } from './servers';
import { Load, load } from './wrk';

interface Download {
  readonly name: string;
  readonly path: string;
  readonly gzip?: Goal;
  readonly identity?: Goal;
}

/** What the edge keeps, and what it fetches from web each time. Browsers ask for gzip; uncompressed pages are there to compare with. */
const DOWNLOADS: readonly Download[] = [
  { name: 'bundle of 5 MB', path: '/libs/app.bundle.min.js?v=1', gzip: atLeast(2), identity: atLeast(0.9) },
  { name: 'style sheet of 200 kB', path: '/css/all.css?v=1', gzip: atLeast(2), identity: atLeast(0.9) },
  { name: 'JSON of 3 kB', path: '/lang/languages.json?v=1', gzip: atLeast(2), identity: atLeast(0.9) },
  { name: 'image of 100 kB', path: '/images/welcome-background.png?v=1', identity: atLeast(0.9) },
  { name: 'image of 8 kB', path: '/images/watermark.png?v=1', identity: atLeast(0.9) },
  { name: 'page', path: '/room', gzip: atLeast(0.75) },
  { name: 'config.js', path: '/config.js', gzip: atLeast(0.75) },
  { name: 'JSON of 60 kB without version', path: '/lang/main-de.json', gzip: atLeast(0.75) },
  { name: 'image of 8 kB without version', path: '/images/watermark.png' },
];

const ROUNDS = 7;

/** Downloads through the edge against web directly: how many a second, how long the slowest of a hundred took, and what each cost the servers. */
export async function* downloads(servers: Servers, effort: Effort): AsyncGenerator<Figure> {
  for (const { name, path, ...goals } of DOWNLOADS) {
    for (const encoding of ['gzip', 'identity'] as const) {
      const headers = { 'Accept-Encoding': encoding };
      await same(servers, path, headers);
      const run = (target: 'edge' | 'web') => () => load(servers[target], path, headers, effort.smoke ? 0.2 : 1.5);
      const { edge, web } = await interleave(effort, ROUNDS, { edge: run('edge'), web: run('web') });
      const both = (of: (run: Load) => number): [number[], number[]] => [edge.map(of), web.map(of)];
      const rates = both(({ requestsPerSecond }) => requestsPerSecond);
      const detail = [
        quotient(...rates, '/s'), `p99 ${quotient(...both(({ p99Milliseconds }) => p99Milliseconds), 'ms')}`,
        `processors ${median(ratios(...both(({ processorMicroseconds }) => processorMicroseconds))).toFixed(2)}`,
      ].join(', ');
      yield { name: `${name}, ${encoding}, rate / direct`, samples: ratios(...rates), goal: goals[encoding], detail };
    }
  }
}

/** @throws when the edge answers something else than web: then there is nothing to compare. */
async function same(servers: Servers, path: string, headers: Readonly<Record<string, string>>): Promise<void> {
  const whole = async (server: Target): Promise<string> => {
    const { status, headers: { 'content-encoding': coding = 'identity' }, body } = await answer(server, path, headers);
    return `${status} ${coding} ${(coding === 'gzip' ? gunzipSync(body) : body).toString('latin1')}`;
  };
  const [ours, direct] = [await whole(servers.edge), await whole(servers.web)];
  if (ours !== direct || !direct.startsWith('200 ')) {
    throw new Error(`${path} is not the same through the edge: ${ours.slice(0, 200)}, directly ${direct.slice(0, 200)}`);
  }
}
