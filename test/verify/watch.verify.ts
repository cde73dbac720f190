import { once } from 'node:events';
import { ClientRequest, createServer, request, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Change, RestClient } from './cluster/support/rest-client';
import { scopePerTest } from './support/scope';

const scope = scopePerTest();

class Client extends RestClient {
  public constructor(private readonly port: number) {
    super();
  }

  protected ask(method: string, path: string): ClientRequest {
    return request({ host: '127.0.0.1', port: this.port, method, path, agent: false });
  }
}

/** A client of a server that answers each request so. */
async function clientOf(answer: (response: ServerResponse) => void): Promise<Client> {
  const server = createServer((_request, response) => {
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  scope.onClose(() => {
    server.closeAllConnections();
    server.close();
  });
  return new Client((server.address() as AddressInfo).port);
}

const added = (name: string): string => `${JSON.stringify({ type: 'ADDED', object: name })}\n`;

/** What is heard, and how the watch ends. */
async function watched(client: Client, stop = new AbortController().signal, hear: (name: string) => void = () => undefined): Promise<{ readonly heard: readonly string[]; readonly end: unknown }> {
  const heard: string[] = [];
  const end = await client.watch<string>('/services?resourceVersion=1', ({ object }: Change<string>) => {
    heard.push(object);
    hear(object);
  }, stop).then(() => 'done', (error: unknown) => String(error));
  return { heard, end };
}

test('a watch tells of all changes in their order, until the server ends it', async () => {
  const client = await clientOf((response) => response.write(added('one')) && response.end(added('two')));
  expect(await watched(client)).toEqual({ heard: ['one', 'two'], end: 'done' });
});

test('a watch ends when it is told to stop', async () => {
  const client = await clientOf((response) => response.write(added('one')));
  const stop = new AbortController();
  expect(await watched(client, stop.signal, () => {
    stop.abort();
  })).toEqual({ heard: ['one'], end: 'done' });
});

// Who watches goes on in spite of each of them, and must hear of it.
test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ['a server that goes away', (response) => response.write(added('one'), () => response.destroy()), /aborted/],
  ['a server that goes away in the middle of a line', (response) => response.end(added('one') + added('two').slice(0, 9)), /JSON/],
  ['an error', (response) => response.write(`${added('one')}{"type":"ERROR","object":{"code":410}}\n`), /410/],
])('%s makes a watch fail', async (_what, answer, reason) => {
  expect(await watched(await clientOf(answer))).toEqual({ heard: ['one'], end: expect.stringMatching(reason) as string });
});

test('a refusal makes a watch fail', async () => {
  const client = await clientOf((response) => response.writeHead(403).end());
  expect(await watched(client)).toEqual({ heard: [], end: expect.stringMatching(/403/) as string });
});
