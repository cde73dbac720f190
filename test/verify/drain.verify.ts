import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { loopbackAddresses } from './support/addresses';
import { Files } from './support/kubelet-folder';
import { Pod } from './support/pod';
import { RunningContainer } from './support/running-container';
import { Scope, scopePerTest } from './support/scope';
import { Stack } from './support/stack';
import { until } from './support/until';

/** The bridge's REST interface, as strict as the real one about what it is sent. */
class Bridge {
  public participants = 0;
  /** Answers about the number of participants that never come. */
  public hanging = 0;
  public asked = 0;
  public readonly orders: Array<{ readonly path: string; readonly type: string | undefined; readonly body: string; readonly status: number }> = [];
  public readonly url: string;
  private readonly server: Server;

  constructor(private readonly scope: Scope, private readonly refusal?: number) {
    const address = loopbackAddresses()(8);
    this.url = `http://${address}:8080`;
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    }).listen(8080, address);
    this.scope.onClose(() => this.stop());
  }

  public async stop(): Promise<void> {
    if (this.server.listening) {
      const closed = once(this.server, 'close');
      this.server.close();
      this.server.closeAllConnections();
      await closed;
    }
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) {
      parts.push(part as Buffer);
    }
    const { url = '', method, headers } = request;
    if (method === 'POST') {
      const body = Buffer.concat(parts).toString();
      const status = this.refusal ?? (headers['content-type'] !== 'application/json' ? 415 : /^\{\s*"graceful-shutdown":\s*(true|false)\s*\}$/.test(body) ? 200 : 500);
      this.orders.push({ path: url, type: headers['content-type'], body, status });
      response.writeHead(status).end();
    } else if (url === '/colibri/stats') {
      this.asked += 1;
      if (this.hanging > 0) {
        this.hanging -= 1;
      } else {
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ local_endpoints: this.participants, endpoints: 99 }));
      }
    } else {
      response.writeHead(404).end();
    }
  }
}

/** The script gives an answer ten seconds; here it is less than one. */
const IMPATIENT = { curl: '#!/bin/sh\nfor argument; do\n  shift\n  [ "$argument" != 10 ] || argument=0.2\n  set -- "$@" "$argument"\ndone\nexec /usr/bin/curl "$@"\n' };

const scope = scopePerTest();

jest.setTimeout(30_000);

/** Runs what Kubernetes runs before it stops a bridge of a pool that drains. */
function drain(rest: string, tools: Files = {}, env: Files = {}): RunningContainer {
  const stack = new Stack({ jvb: { bridges: 2 } });
  const command = stack.podWith('jvb').containers[0]?.lifecycle?.preStop?.exec?.command;
  return new Pod(scope, stack, 'jvb').start('jvb', { image: 'debian', command: command ?? ['no preStop command'], env: { REST: rest, INTERVAL: '0.05', ...env }, tools });
}

async function asked(bridge: Bridge, more: number): Promise<void> {
  const before = bridge.asked;
  await until(`asked ${more} more times`, () => bridge.asked >= before + more);
}

test('the bridge is told once, in JSON, to take no new meetings', async () => {
  const bridge = new Bridge(scope);
  drain(bridge.url);
  await asked(bridge, 2);
  expect(bridge.orders).toEqual([{ path: '/colibri/shutdown', type: 'application/json', body: '{"graceful-shutdown": true}', status: 200 }]);
});

test('it waits while there are participants, and until the bridge has ended, and tells how many are left when that changes', async () => {
  const bridge = new Bridge(scope);
  bridge.participants = 3;
  const container = drain(bridge.url);
  await asked(bridge, 10);
  bridge.participants = 1;
  await asked(bridge, 5);
  bridge.participants = 0;
  await asked(bridge, 5);
  expect(container.running).toBe(true);
  await bridge.stop();
  expect(await container.end()).toBe(0);
  expect(container.stdout()).toBe('drain: 3 participants left\ndrain: 1 participants left\ndrain: 0 participants left\ndrain: the bridge has ended\n');
});

test.each([404, 415, 500, 503])('it ends at once when the bridge answers %i', async (status) => {
  const bridge = new Bridge(scope, status);
  bridge.participants = 3;
  const container = drain(bridge.url);
  expect(await container.end()).toBe(0);
  expect(bridge.asked).toBe(0);
  expect(container.stdout()).toBe('drain: the bridge does not take the request, it is stopped at once\n');
  expect(container.stderr()).toMatch(new RegExp(`^curl: \\(22\\) .* ${status}\n$`));
});

test('it ends at once when the bridge has ended before', async () => {
  const container = drain(`http://${loopbackAddresses()(8)}:8080`);
  expect(await container.end()).toBe(0);
  expect(container.stdout()).toBe('drain: the bridge does not take the request, it is stopped at once\n');
});

test('a bridge that hangs is given up after three answers that do not come', async () => {
  const bridge = new Bridge(scope);
  bridge.participants = 3;
  const container = drain(bridge.url, IMPATIENT);
  await asked(bridge, 2);
  bridge.hanging = Infinity;
  const before = bridge.asked;
  expect(await container.end()).toBe(0);
  expect(bridge.asked - before).toBe(3);
});

test('where process 1 has no log, it uses its own', async () => {
  const container = drain(`http://${loopbackAddresses()(8)}:8080`, {}, { OUT: '/missing/log' });
  expect(await container.end()).toBe(0);
  expect(container.stderr().split('\n').slice(1)).toEqual(['drain: the bridge does not take the request, it is stopped at once', '']);
});

test('two answers that do not come end no meeting, and are forgotten after one that does', async () => {
  const bridge = new Bridge(scope);
  bridge.participants = 3;
  const container = drain(bridge.url, IMPATIENT);
  for (let round = 0; round < 2; round += 1) {
    bridge.hanging = 2;
    await until('the answers that do not come', () => bridge.hanging === 0);
    await asked(bridge, 2);
  }
  expect(container.running).toBe(true);
});
