import { gunzipSync } from 'node:zlib';
import { atLeast, Figure, Goal, median, quotient, ratios } from '../figure';
import { Effort, interleave } from '../rounds';
import { answer, Target } from './client';
import { Servers } from './servers';
import { Load, load } from './wrk';

interface Download {
  readonly name: string;
  readonly path: string;
  readonly encoding: 'gzip' | 'identity';
  readonly goal?: Goal;
}

/** What the edge keeps: compressed it was compressed once, uncompressed it is a file as it is for web. */
const KEPT: readonly Download[] = [
  ...text('bundle of 5 MB', '/libs/app.bundle.min.js?v=1', atLeast(2)),
  ...text('style sheet of 200 kB', '/css/all.css?v=1', atLeast(2)),
  // Its TLS record costs more than to compress it.
  ...text('JSON of 3 kB', '/lang/languages.json?v=1', atLeast(1)),
  image('image of 100 kB', '/images/welcome-background.png?v=1'),
  image('image of 8 kB', '/images/watermark.png?v=1'),
];

/** What is fetched from web each time. Browsers ask for it compressed; uncompressed it is there to compare with. */
const PASSED_ON: readonly Download[] = [
  { name: 'page', path: '/room', encoding: 'gzip', goal: atLeast(0.75) },
  { name: 'page', path: '/room', encoding: 'identity' },
  { name: 'config.js', path: '/config.js', encoding: 'gzip', goal: atLeast(0.75) },
  { name: 'config.js', path: '/config.js', encoding: 'identity' },
  { name: 'JSON of 60 kB without version', path: '/lang/main-de.json', encoding: 'gzip', goal: atLeast(0.75) },
  { name: 'image of 8 kB without version', path: '/images/watermark.png', encoding: 'identity' },
];

const ROUNDS = 7;

/** Downloads through the edge against web directly: how many a second, how long the slowest of a hundred took, and what each cost the servers. */
export async function* downloads(servers: Servers, effort: Effort): AsyncGenerator<Figure> {
  for (const { name, path, encoding, goal } of [...KEPT, ...PASSED_ON]) {
    const headers = { 'Accept-Encoding': encoding };
    await same(servers, path, headers);
    const run = (target: 'edge' | 'web') => () => load(servers[target], path, headers, effort.smoke ? 0.2 : 1);
    const { edge, web } = await interleave(effort, ROUNDS, { edge: run('edge'), web: run('web') });
    const both = (of: (run: Load) => number): [number[], number[]] => [edge.map(of), web.map(of)];
    const rates = both(({ requestsPerSecond }) => requestsPerSecond);
    const detail = [
      quotient(...rates, '/s'), `p99 ${quotient(...both(({ p99Milliseconds }) => p99Milliseconds), 'ms')}`,
      `processors ${median(ratios(...both(({ processorMicroseconds }) => processorMicroseconds))).toFixed(2)}`,
    ].join(', ');
    yield { name: `${name}, ${encoding}, rate / direct`, samples: ratios(...rates), goal, detail };
  }
}

function text(name: string, path: string, compressed: Goal): Download[] {
  return [{ name, path, encoding: 'gzip', goal: compressed }, { name, path, encoding: 'identity', goal: atLeast(0.9) }];
}

function image(name: string, path: string): Download {
  return { name, path, encoding: 'identity', goal: atLeast(0.9) };
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
