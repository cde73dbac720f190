import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { done, logOf, Run } from '../support/bootstrap-run';
import { selfSigned } from '../support/certificates';
import { recorded, recorders } from '../support/recorder';
import { Scope, scopePerTest } from '../support/scope';
import { CREDENTIALS, MARK, Secret, secret, TLS } from '../support/secrets';
import { HOST } from '../support/stack';
import { until } from '../support/until';
import { BootstrapInCluster } from './support/bootstrap-in-cluster';
import { Forwarder, SilentServer } from './support/tcp-servers';

interface Outage {
  readonly log: readonly string[];
  /** How often curl was called. */
  readonly requests: number;
  /** The Secret that was there before it, then and after it. */
  readonly secrets: readonly Secret[];
}

const AWAY_SECONDS = 20;
/** Below those that the system hands out, so that nobody else gets them while they are closed. */
const [FORWARDED_PORT, SILENT_PORT] = [16443, 16444];

const scope = scopePerTest();
const ending = new AbortController();
let tests = 0;
let job: BootstrapInCluster;
let outage: Promise<Outage>;

beforeAll(() => {
  // The other tests run meanwhile.
  outage = throughOutage();
  outage.catch(() => undefined);
});

// If that one was not asked for, nobody has waited for it.
afterAll(async () => {
  ending.abort();
  await outage.catch(() => undefined);
});

beforeEach(async () => {
  tests += 1;
  job = await BootstrapInCluster.prepare(scope, `bootstrap-disturbed-${tests}`);
});

/** The Job with an API server that goes away when the first of its Secrets is made. */
async function throughOutage(): Promise<Outage> {
  const own = new Scope();
  try {
    const disturbed = await BootstrapInCluster.prepare(own, 'bootstrap-outage');
    const forwarder = new Forwarder(own, FORWARDED_PORT, disturbed.account.api.address.port, 2);
    await forwarder.open();
    const run = disturbed.start({ env: { KUBERNETES_SERVICE_PORT: String(FORWARDED_PORT), INTERVAL: '3' }, tools: recorders('curl') });
    await run.container.says(`Secret ${CREDENTIALS} has new`);
    const before = await disturbed.secret(CREDENTIALS);
    await setTimeout(AWAY_SECONDS * 1000, undefined, { signal: ending.signal });
    await forwarder.open();
    await done(run);
    return { log: logOf(run), requests: recorded(run.pod, 'curl').match(/^curl$/gm)?.length ?? 0, secrets: [before, await disturbed.secret(CREDENTIALS)] };
  } finally {
    await own.close();
  }
}

describe('two runs at once', () => {
  /** Notes the passwords that are made. */
  const NOTING = { openssl: '#!/bin/sh\n[ "$1" = rand ] || exec /usr/bin/openssl "$@"\n/usr/bin/openssl "$@" | tee -a /opt/records/passwords\n' };
  /** Waits for the test before it writes. */
  const HELD = { curl: '#!/bin/sh\ncase " $* " in\n  *" POST "* | *" PATCH "*)\n    echo >> /opt/records/writing\n    until [ -e /opt/records/go ]; do sleep 0.02; done ;;\nesac\nexec /usr/bin/curl "$@"\n' };

  const winner = (runs: readonly Run[], what: string): Run => {
    const winners = runs.filter((run) => logOf(run).some((line) => line.startsWith(`bootstrap: Secret ${what}`)));
    const [only] = winners;
    if (only === undefined || winners.length > 1) {
      throw new Error(`${winners.length} runs say "Secret ${what}"\n${runs.map(({ container }) => container.output()).join('\n')}`);
    }
    return only;
  };

  /** Both Secrets are each the whole work of one of the runs, beside what was there. */
  const unmixed = async (runs: readonly Run[], { credentials = true, tls = true } = {}): Promise<void> => {
    if (credentials) {
      const made = recorded(winner(runs, `${CREDENTIALS} has new`).pod, 'passwords').trim().split('\n');
      expect(Object.values(await job.decoded(CREDENTIALS)).filter((password) => password !== 'mine')).toEqual(made);
    }
    if (tls) {
      const { pod } = winner(runs, `${TLS} has a new certificate`);
      expect(await job.decoded(TLS)).toEqual({ 'tls.crt': recorded(pod, '../volumes/tmp/tls.crt'), 'tls.key': recorded(pod, '../volumes/tmp/tls.key') });
    }
  };

  const whole = secret(CREDENTIALS, { JICOFO_AUTH_PASSWORD: 'mine', JVB_AUTH_PASSWORD: 'mine' });

  test.each<[string, () => Promise<Secret[]>, string, { readonly credentials?: boolean }]>([
    ['create the passwords', () => Promise.resolve([]), `creating Secret ${CREDENTIALS}: the API server answered 409: secrets "${CREDENTIALS}" already exists`, {}],
    ['complete the passwords', () => Promise.resolve([secret(CREDENTIALS, { JVB_AUTH_PASSWORD: 'mine' })]), `changing Secret ${CREDENTIALS}: the API server answered 409: Operation cannot be fulfilled on secrets "${CREDENTIALS}"`, {}],
    ['create the certificate', () => Promise.resolve([whole]), `creating Secret ${TLS}: the API server answered 409: secrets "${TLS}" already exists`, { credentials: false }],
    ['renew the certificate', async () => {
      const old = await selfSigned(HOST, { days: 1 });
      return [whole, secret(TLS, { 'tls.crt': old.certificate, 'tls.key': old.key }, { [MARK]: HOST })];
    }, `changing Secret ${TLS}: the API server answered 409: Operation cannot be fulfilled on secrets "${TLS}"`, { credentials: false }],
  ])('that both want to %s end with the work of one, and the other says why', async (_, there, refusal, made) => {
    await Promise.all((await there()).map((each) => job.put(each)));
    const runs = [1, 2].map(() => job.start({ tools: { ...NOTING, ...HELD } }));
    await until('both about to write', () => runs.every(({ pod }) => recorded(pod, 'writing') !== ''));
    for (const { pod } of runs) {
      writeFileSync(pod.path('records', 'go'), '');
    }
    await Promise.all(runs.map((run) => done(run)));
    expect(runs.flatMap(logOf).filter((line) => line.startsWith(`bootstrap: ${refusal}`))).toHaveLength(1);
    await unmixed(runs, made);
  });

  test.each([1, 2, 3])('that nothing holds up end with no mixed state (round %i)', async () => {
    const runs = [1, 2].map(() => job.start({ tools: NOTING }));
    await Promise.all(runs.map((run) => done(run)));
    await unmixed(runs);
  });
});

test('what is forbidden is told in the API server\'s words, and done once it is allowed', async () => {
  await job.account.loseRole();
  const run = job.start();
  const words = `bootstrap: reading Secret ${CREDENTIALS}: the API server answered 403: secrets "${CREDENTIALS}" is forbidden: `
    + `User "${job.account.user}" cannot get resource "secrets" in API group "" in the namespace "${job.account.namespace}"`;
  await run.container.says(words);
  await job.account.regainRole();
  await done(run);
  const refusals = logOf(run).slice(0, -2);
  expect(refusals).toEqual(refusals.map(() => expect.stringContaining('answered 403') as string));
  expect(Object.keys(await job.decoded(CREDENTIALS))).toHaveLength(2);
});

describe('a pod that is deleted ends at once', () => {
  test('while it waits for its next try', async () => {
    await job.account.loseRole();
    const { container } = job.start({ env: { INTERVAL: '600' } });
    await container.says('the API server answered 403');
    container.signal('SIGTERM');
    expect(await container.end(3)).toBe(143);
  });

  test('while it waits for an answer', async () => {
    const silent = new SilentServer(scope, SILENT_PORT);
    await silent.open();
    const { container } = job.start({ env: { KUBERNETES_SERVICE_PORT: String(SILENT_PORT) } });
    await silent.hasHad(1);
    container.signal('SIGTERM');
    expect(await container.end(3)).toBe(143);
  });
});

test(`an API server that is away for ${AWAY_SECONDS} seconds is tried again, with one line a try, and then the rest is done`, async () => {
  const { log, requests, secrets: [before, after] } = await outage;
  const tries = log.slice(1, -1);
  expect(log[0]).toBe(`bootstrap: Secret ${CREDENTIALS} has new JICOFO_AUTH_PASSWORD JVB_AUTH_PASSWORD`);
  expect(tries).toEqual(tries.map(() => expect.stringMatching(/^curl: \(7\) Failed to connect /) as string));
  expect(log.at(-1)).toMatch(`Secret ${TLS} has a new certificate for ${HOST}`);
  // Reading and creating each of the two Secrets are the others.
  expect(requests).toBe(tries.length + 4);
  expect(tries.length).toBeGreaterThanOrEqual(AWAY_SECONDS / 3 - 2);
  expect(tries.length).toBeLessThanOrEqual(AWAY_SECONDS / 3 + 3);
  expect(after).toEqual(before);
});
