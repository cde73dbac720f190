import { api, dataOf, existing, start } from './support/bootstrap-job';
import { done, logOf, Run } from './support/bootstrap-run';
import { CREDENTIALS, secret } from './support/secrets';

const FROM = 'stack';
const KEY = 'JVB_AUTH_PASSWORD';
const OF_STACK = { JICOFO_AUTH_PASSWORD: 'focus0', [KEY]: 'bridge' };

/** The Job of a pool that has a namespace of its own: its stack is in another one. */
const copying = (): Run => start({}, { CREDENTIALS_FROM: FROM, CREDENTIALS_SECRET: CREDENTIALS, CREDENTIALS_KEYS: KEY, TLS_SECRET: '' });

async function copied(): Promise<Run> {
  const run = copying();
  await done(run);
  return run;
}

test("brings the bridges' password, and no other, in a Secret of the same name", async () => {
  api.putSecret(secret(CREDENTIALS, OF_STACK), FROM);
  const run = await copied();
  expect(dataOf(CREDENTIALS)).toEqual({ [KEY]: 'bridge' });
  expect(existing(CREDENTIALS)).toMatchObject({ type: 'Opaque', metadata: { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-jitsi-bootstrap' } } });
  expect(logOf(run)).toEqual([`bootstrap: Secret ${CREDENTIALS} has ${KEY} of namespace ${FROM}`]);
});

test('waits until the stack has it', async () => {
  const run = copying();
  await run.container.says(`Secret ${FROM}/${CREDENTIALS} has no ${KEY} yet`);
  api.putSecret(secret(CREDENTIALS, { JICOFO_AUTH_PASSWORD: 'focus0', [KEY]: '' }), FROM);
  await run.container.says(new RegExp(`(has no ${KEY} yet\\n[^]*){3}`));
  expect(api.writes).toEqual([]);
  api.putSecret(secret(CREDENTIALS, OF_STACK), FROM);
  await done(run);
  expect(dataOf(CREDENTIALS)).toEqual({ [KEY]: 'bridge' });
});

test('puts another password in the place of one that the stack no longer has, and leaves what else is there', async () => {
  api.putSecret(secret(CREDENTIALS, OF_STACK), FROM);
  api.putSecret(secret(CREDENTIALS, { [KEY]: 'bridge0', OTHER: 'other' }));
  await copied();
  expect(dataOf(CREDENTIALS)).toEqual({ [KEY]: 'bridge', OTHER: 'other' });
});

test('writes nothing where the same is there already', async () => {
  api.putSecret(secret(CREDENTIALS, OF_STACK), FROM);
  api.putSecret(secret(CREDENTIALS, { [KEY]: 'bridge', OTHER: 'other' }));
  const run = await copied();
  expect(api.writes).toEqual([]);
  expect(logOf(run)).toEqual([`bootstrap: Secret ${CREDENTIALS} has the same ${KEY} as that of namespace ${FROM}`]);
});

test.each([
  ['reading there', 'GET', 403, `reading Secret ${CREDENTIALS}`], ['writing here', 'POST', 500, `creating Secret ${CREDENTIALS}`],
])('%s is tried again when it fails', async (_, method, status, what) => {
  api.putSecret(secret(CREDENTIALS, OF_STACK), FROM);
  api.failNext({ method, status });
  const run = await copied();
  expect(logOf(run)[0]).toBe(`bootstrap: ${what}: the API server answered ${status}: made to fail with ${status}`);
  expect(dataOf(CREDENTIALS)).toEqual({ [KEY]: 'bridge' });
});
