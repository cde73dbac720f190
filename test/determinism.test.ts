import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Yaml } from 'cdk8s';
import { AdvertisedAddress, Jicofo, JitsiMeetChart, JitsiMeetChartProps, Jvb, MediaExposure, Nginx, Prosody, Relays, Web } from '../lib';
import { chart, manifests, meetChart, prosody, PUBLIC_URL } from './support/charts';
import { everythingOfAStack } from './support/everything';

const tsx = createRequire(__filename).resolve('tsx');
const main = resolve(__dirname, '..', 'main.ts');

/** Runs main.ts in a process of its own, in an empty folder, and returns what it wrote, by the names of the files. */
async function synthesized(environment: Readonly<Record<string, string>>): Promise<Record<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'determinism-'));
  try {
    const outdir = join(folder, 'out');
    await promisify(execFile)(process.execPath, ['--import', tsx, main], { cwd: folder, env: { PATH: process.env.PATH, PUBLIC_URL, ...environment, CDK8S_OUTDIR: outdir } });
    return Object.fromEntries(readdirSync(outdir).map((file) => [file, readFileSync(join(outdir, file))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same value, with the keys of every plain object in it the other way round. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) {
    return value.map(reversed) as T;
  }
  const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return plain ? Object.fromEntries(Object.entries(value).reverse().map(([key, field]) => [key, reversed<unknown>(field)])) as T : value;
}

function text(props: Partial<JitsiMeetChartProps>): string {
  return Yaml.stringify(...manifests(meetChart(props)));
}

function fixed(address: string): MediaExposure {
  return MediaExposure.loadBalancer({ address: AdvertisedAddress.fixed([address]) });
}

const POOLS: ReadonlyArray<(chart: JitsiMeetChart) => void> = [
  ({ meet }) => { meet.addBridges('eu', { bridges: 2, exposure: fixed('203.0.113.1') }); },
  ({ meet }) => { meet.addBridges('us', { exposure: fixed('203.0.113.2') }); },
  ({ meet }) => { meet.addBridges('ap'); },
];

/** Objects as texts, without regard to their order. */
function objectsOf(pools: ReadonlyArray<(chart: JitsiMeetChart) => void>): string[] {
  const chart = meetChart();
  pools.forEach((add) => {
    add(chart);
  });
  return manifests(chart).map((object) => Yaml.stringify(object)).sort();
}

describe('The manifests', () => {
  test('are the same bytes in every process, whatever the time zone, the language and the folder', async () => {
    const [here, there] = await Promise.all([
      synthesized({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C', HOME: '/' }),
      synthesized({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', HOME: '/nonexistent', USER: 'somebody' }),
    ]);

    expect(Object.keys(here)).toEqual(['jitsi.k8s.yaml']);
    expect(there).toEqual(here);
  });

  test('do not follow from the order in which props are written', () => {
    expect(text(reversed(everythingOfAStack()))).toBe(text(everythingOfAStack()));
  });

  test('do not follow from the order in which variables, labels, mirrors and the like are written', () => {
    const some = { 'example.org/a': 'a', 'example.org/b': 'b' };
    const props: Partial<JitsiMeetChartProps> = {
      images: { mirrors: { 'ghcr.io': 'a.example.org', 'docker.io': 'b.example.org' } },
      relays: Relays.between(),
      web: { ...everythingOfAStack().web, labels: some, annotations: some, nodeSelector: some },
      jvb: { ...everythingOfAStack().jvb, labels: some, annotations: some, nodeSelector: some },
      bootstrap: { ...everythingOfAStack().bootstrap, labels: some, annotations: some, nodeSelector: some },
    };

    expect(text(reversed(props))).toBe(text(props));
  });

  test('of pools are the same whatever pool was added first', () => {
    expect(objectsOf([...POOLS].reverse())).toEqual(objectsOf(POOLS));
  });

  test('are the same whatever component was made first', () => {
    const clients: ReadonlyArray<(server: Prosody) => unknown> = [
      (server) => new Nginx(server, 'nginx', { web: new Web(server, 'web', { prosody: server }) }),
      (server) => new Jicofo(server, 'jicofo', { prosody: server }),
      (server) => new Jvb(server, 'jvb', { prosody: server }),
    ];
    const made = (order: typeof clients): string[] => {
      const scope = chart();
      const server = prosody(scope);
      order.forEach((make) => make(server));
      return manifests(scope).map((object) => Yaml.stringify(object)).sort();
    };

    expect(made([...clients].reverse())).toEqual(made(clients));
  });

  test('are the same when they are rendered again', () => {
    const chart = meetChart(everythingOfAStack());

    expect(manifests(chart)).toEqual(manifests(chart));
  });
});
