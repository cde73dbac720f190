import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Files } from './support/kubelet-folder';
import { RunningContainer } from './support/running-container';
import { scopePerTest } from './support/scope';
import { ScriptPod } from './support/script-pod';

const scope = scopePerTest();
const SERVICES = ['focus', 'jvb', 'recorder'];

function podWith(users: Files): ScriptPod {
  return new ScriptPod(scope, 'prepare-accounts.sh', { source: users });
}

async function run(pod: ScriptPod, { env = {}, tools }: { readonly env?: Files; readonly tools?: Files } = {}): Promise<RunningContainer> {
  const container = pod.start({ env: { DATA: '/scratch/data', WORK: '/scratch/work', PEOPLE_DOMAIN: 'meet.jitsi', SERVICE_DOMAINS: 'auth.meet.jitsi hidden.meet-now.jitsi', ...env }, tools });
  if (await container.end(20) !== 0) {
    throw new Error(container.output());
  }
  return container;
}

/** The file of an account, as Prosody names it. */
function account(pod: ScriptPod, host: string, user: string): string {
  return pod.path('scratch', `data/${host}/accounts/${user}.dat`);
}

/** Accounts of services, and one of a person, as an earlier start left them. */
function leave(pod: ScriptPod): void {
  for (const [host, users] of [['auth%2emeet%2ejitsi', SERVICES], ['hidden%2emeet%2dnow%2ejitsi', SERVICES], ['meet%2ejitsi', ['alice']]] as const) {
    for (const folder of ['data', `data/${host}`, `data/${host}/accounts`].map((path) => pod.path('scratch', path))) {
      mkdirSync(folder, { recursive: true });
      chownSync(folder, 1000, 1000);
    }
    users.forEach((user) => {
      writeFileSync(account(pod, host, user), 'old');
    });
  }
}

test('accounts of services are gone before Prosody starts, and those of people stay as they are', async () => {
  const pod = podWith({});
  leave(pod);
  expect((await run(pod)).output()).toBe('');
  expect(SERVICES.filter((user) => existsSync(account(pod, 'auth%2emeet%2ejitsi', user)) || existsSync(account(pod, 'hidden%2emeet%2dnow%2ejitsi', user)))).toEqual([]);
  expect(readFileSync(account(pod, 'meet%2ejitsi', 'alice'), 'utf8')).toBe('old');
});

test('at the first start there is nothing yet, and Prosody gets a folder that is its own', async () => {
  const pod = podWith({});
  await run(pod);
  expect(existsSync(pod.path('scratch', 'data'))).toBe(true);
});

describe('users of the Secret', () => {
  const USERS = { 'alice': 'first\n', 'bob.b-c_d': 'second', 'Carol': 'third', 'dave': '', 'e%f': 'fourth' };
  const env = { USERS: '/source' };

  test('get an account who have none, whatever is wrong with others; no password is said', async () => {
    const pod = podWith(USERS);
    const output = (await run(pod, { env })).output();
    expect(output.split('\n').filter((line) => line !== '').sort()).toEqual([
      'accounts: Carol gets none, because names have lower-case letters, digits, dots, hyphens and underscores alone',
      'accounts: alice@meet.jitsi is new',
      'accounts: bob.b-c_d@meet.jitsi is new',
      'accounts: dave gets none, because there is no password',
      'accounts: e%f gets none, because names have lower-case letters, digits, dots, hyphens and underscores alone',
    ]);
    expect(['alice', 'bob%2eb%2dc%5fd'].map((user) => existsSync(account(pod, 'meet%2ejitsi', user)))).toEqual([true, true]);
  });

  test('keep the account that they have', async () => {
    const pod = podWith({ 'alice': 'first', 'bob.b-c_d': 'second' });
    await run(pod, { env });
    const files = ['alice', 'bob%2eb%2dc%5fd'].map((user) => readFileSync(account(pod, 'meet%2ejitsi', user), 'utf8'));
    expect((await run(pod, { env })).output()).toBe('');
    expect(['alice', 'bob%2eb%2dc%5fd'].map((user) => readFileSync(account(pod, 'meet%2ejitsi', user), 'utf8'))).toEqual(files);
  });

  test('that Prosody refuses keep nobody from starting it', async () => {
    const pod = podWith({ alice: 'first' });
    const container = await run(pod, { env, tools: { prosodyctl: '#!/bin/sh\necho no such luck\nexit 1\n' } });
    expect(container.stderr()).toBe('no such luck\naccounts: alice gets none\n');
  });

  test('are none where the Secret is empty', async () => {
    expect((await run(podWith({}), { env })).output()).toBe('');
  });
});
