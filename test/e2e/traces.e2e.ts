import { ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeProgramImage } from '../../tools/cluster/image-archive';
import { OneNodeCluster } from '../../tools/cluster/cluster';
import { output, program } from '../../tools/cluster/programs';
import { Scope, scopePerTest } from '../verify/support/scope';
import { temporaryFolder } from '../verify/support/temporary-folder';
import { until } from '../verify/support/until';
import { ANSWER_IMAGE, answerer } from './support/answerer';
import { stateOfMachine, tracesOf } from './support/traces';

const CLI = join(__dirname, '../../tools/cluster/cli.ts');

const scope = scopePerTest();
let cluster: OneNodeCluster;
let before: object;
let archive: string;
const file = new Scope();

beforeAll(async () => {
  archive = join(temporaryFolder(file), 'answer.tar');
  await writeProgramImage(archive, ANSWER_IMAGE, program('answer'));
});

afterAll(() => file.close());

beforeEach(async () => {
  cluster = new OneNodeCluster(`traces-${process.pid}`);
  scope.onClose(() => cluster.stop());
  before = await stateOfMachine();
  expect(await tracesOf(cluster)).toEqual([]);
});

/** A pod brings groups, mounts and links of its own, and a Service rules. */
async function runPod(): Promise<void> {
  await cluster.load(archive);
  await cluster.kubectl(['apply', '-f', '-'], answerer('answer', ANSWER_IMAGE));
  await cluster.kubectl(['wait', '--for=condition=Ready', 'pod/answer', '--timeout=60s']);
  expect((await tracesOf(cluster)).filter((trace) => trace.includes('/kubepods/')).length).toBeGreaterThan(0);
}

/** A process of its own that starts the cluster. */
function parent(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'support/start-cluster.ts'), cluster.name], { stdio: ['pipe', 'pipe', 'inherit'] });
  scope.onClose(() => {
    child.kill('SIGKILL');
  });
  return child;
}

async function nothingIsLeft(): Promise<void> {
  await until('no trace', async () => (await tracesOf(cluster)).length === 0);
  expect(await stateOfMachine()).toEqual(before);
}

test('a cluster that is stopped leaves no trace', async () => {
  await cluster.start();
  await runPod();
  await cluster.stop();
  expect(await tracesOf(cluster)).toEqual([]);
  expect(await stateOfMachine()).toEqual(before);
});

test('a cluster whose parent is killed leaves no trace', async () => {
  const child = parent();
  await until('the cluster', () => child.stdout?.read() !== null);
  await runPod();
  child.kill('SIGKILL');
  await nothingIsLeft();
});

test('a cluster whose parent is killed while it starts leaves no trace', async () => {
  const child = parent();
  await until('etcd', () => existsSync(join(cluster.folder, 'etcd.log')));
  child.kill('SIGKILL');
  await nothingIsLeft();
});

test('a cluster ends with its keeper, and what that one left goes when the next one starts', async () => {
  await cluster.start();
  await runPod();
  const node = readFileSync(join(cluster.folder, 'node.pid'), 'utf8').trim();
  const keeper = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${node}/status`, 'utf8'))?.[1];
  process.kill(Number(keeper), 'SIGKILL');
  await until('the end of all processes', async () => (await tracesOf(cluster)).every((trace) => trace.startsWith('/')));
  expect(cluster.isUp).toBe(false);
  await cluster.start();
  expect(await cluster.kubectl(['get', 'pods', '-o', 'name'])).toBe('');
  await cluster.stop();
  await nothingIsLeft();
});

test('a start that fails says what went wrong, and leaves no trace', async () => {
  const folder = process.env.NODE_BIN;
  process.env.NODE_BIN = '/nowhere';
  scope.onClose(() => {
    process.env.NODE_BIN = folder;
  });
  await expect(cluster.start()).rejects.toThrow(/^no kubelet in /);
  await nothingIsLeft();
});

test('up stays until down, and both may be called again', async () => {
  const cli = (...args: readonly string[]): Promise<string> => output(['env', `CLUSTER=${cluster.name}`, process.execPath, '--import', 'tsx', CLI, ...args]);
  expect(await cli('up')).toMatch(/ is ready after [\d.]+ s; its logs are in /);
  expect(await cli('up')).toBe(`cluster ${cluster.name} is up\n`);
  await cli('load', archive);
  expect(await cli('kubectl', 'get', 'nodes', '-o', 'name')).toBe('node/node\n');
  await cli('down');
  await cli('down');
  await nothingIsLeft();
  await expect(cli('kubectl', 'get', 'nodes')).rejects.toThrow('the cluster is not up');
});
