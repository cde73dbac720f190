import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Edge } from './support/edge';
import { exchange, RawConnection } from './support/raw-connection';
import { RealStack, realStack } from './support/real-stack';
import { scopePerFile } from './support/scope';
import { HOST } from './support/stack';
import { until } from './support/until';

const scope = scopePerFile();
/** With servers that record what they get. */
let edge: Edge;
let stack: RealStack;
let workers: number[];

const workersOf = ({ container }: Edge): number[] => container.processes('nginx: worker process');

/** Memory that a process has, in pages of 4 KiB in the second field. */
const residentBytes = (pid: number): number => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;

beforeAll(async () => {
  [edge, stack] = await Promise.all([Edge.start(scope), realStack(scope, { site: { 'index.html': 'the page', 'libs/x.js': 'a file', '../secret.txt': 'SECRET' } })]);
  workers = [...workersOf(edge), ...workersOf(stack.edge)];
  expect(workers).toHaveLength(4);
});

beforeEach(() => {
  edge.reset();
});

afterEach(async () => {
  expect([...workersOf(edge), ...workersOf(stack.edge)]).toEqual(workers);
  expect((await edge.get('/livez', { health: true })).status).toBe(200);
});

describe('a request that could be read in two ways', () => {
  const SECOND = 'GET /second HTTP/1.1\r\nHost: x\r\n\r\n';
  const chunked = (chunks: string): readonly [string[], string] => [['Transfer-Encoding: chunked'], chunks];
  test.each<[string, readonly [string[], string]]>([
    ['two different lengths', [['Content-Length: 0', `Content-Length: ${SECOND.length}`], SECOND]],
    ['the same length twice', [['Content-Length: 5', 'Content-Length: 5'], `12345${SECOND}`]],
    ['two lengths in one header', [['Content-Length: 5, 5'], `12345${SECOND}`]],
    ['a length that is not a number', [['Content-Length: +5'], `12345${SECOND}`]],
    ['a length below nothing', [['Content-Length: -1'], SECOND]],
    ['a length and chunks', [['Content-Length: 4', 'Transfer-Encoding: chunked'], `0\r\n\r\n${SECOND}`]],
    ['chunks and a length', [['Transfer-Encoding: chunked', `Content-Length: ${SECOND.length + 5}`], `0\r\n\r\n${SECOND}`]],
    ['chunks, said twice', [['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], `0\r\n\r\n${SECOND}`]],
    ['chunks and something unknown', [['Transfer-Encoding: x, chunked'], `0\r\n\r\n${SECOND}`]],
    ['an unknown encoding', [['Transfer-Encoding: xchunked'], `0\r\n\r\n${SECOND}`]],
    ['a chunk whose size is no number', chunked(`zz\r\n${SECOND}`)],
    ['a chunk whose size is below nothing', chunked(`-1\r\n${SECOND}`)],
    ['a chunk larger than any number', chunked(`fffffffffffffffff\r\n${SECOND}`)],
    ['a chunk longer than it says', chunked(`1\r\nabc\r\n0\r\n\r\n${SECOND}`)],
    ['a header that goes on in the next line', [['X-Folded: a', ' Transfer-Encoding: chunked'], SECOND]],
    ['a space before a colon', [['Transfer-Encoding : chunked'], `0\r\n\r\n${SECOND}`]],
    ['a header without a name', [[': x'], SECOND]],
    ['a zero byte in a header', [['X-Zero: a\0b'], SECOND]],
    ['two hosts', [['Host: other.example.org'], SECOND]],
  ])('such as one with %s, is refused, and nothing of it reaches web or Prosody', async (_, [headers, body]) => {
    for (const path of ['/room', '/http-bind', '/tenant/xmpp-websocket']) {
      const connection = await exchange(edge, [`POST ${path} HTTP/1.1`, `Host: ${HOST}`, ...headers, '', body].join('\r\n'));
      expect(connection.statuses.map((status) => [400, 501].includes(status))).toEqual([true]);
    }
    expect([edge.web.requests, edge.web.broken, edge.prosody.requests, edge.prosody.broken]).toEqual([[], 0, [], 0]);
  });

  test('but not a request that holds another one as its body: that is one', async () => {
    const connection = await exchange(edge, ['POST /http-bind HTTP/1.1', `Host: ${HOST}`, 'Connection: close', `Content-Length: ${SECOND.length}`, '', SECOND].join('\r\n'));
    expect(connection.statuses).toEqual([200]);
    expect(edge.prosody.requests.map(({ url }) => url)).toEqual(['/http-bind?prefix=&']);
    expect(edge.prosody.broken).toBe(0);
  });
});

describe('a path that leaves the site', () => {
  test.each([
    '/../secret.txt', '/libs/../../secret.txt', '/libs/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/libs/%2e%2e/%2e%2e/secret.txt?v=1', '//../secret.txt', '/libs//..//..//secret.txt',
    '/..%5csecret.txt', '/%252e%252e/secret.txt', '/%c0%ae%c0%ae/secret.txt', '/libs../secret.txt', '/libs/%00/../../secret.txt', '/tenant/../../secret.txt', '/http-bind/../../stub_status', '/../livez',
  ])('such as %s shows nothing', async (path) => {
    const connection = await exchange(stack.edge, [`GET ${path} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close', '', ''].join('\r\n'));
    expect(connection.text).not.toMatch(/SECRET|Active connections/);
    const [status] = connection.statuses;
    // The page is what every name of a room gets.
    expect(status === 400 || status === 404 || connection.text.includes('the page')).toBe(true);
  });
});

// By the edge itself, by web, or by Prosody, which has nothing there for methods that it does not know.
test.each([['TRACE', 405, 405], ['CONNECT', 400, 400], ['get', 400, 400], ['G\u0001T', 400, 400], ['NONSENSE', 405, 404], ['PUT', 405, 404], ['DELETE', 405, 404]])('the method %j is refused', async (method, web, prosody) => {
  const paths = ['/', '/libs/x.js?v=1', '/http-bind', '/tenant/xmpp-websocket'];
  const answers = await Promise.all(paths.map((path) => exchange(stack.edge, [`${method} ${path} HTTP/1.1`, `Host: ${HOST}`, 'Connection: close', '', ''].join('\r\n'))));
  expect(answers.map(({ statuses }) => statuses)).toEqual([[web], [web], [prosody], [prosody]]);
});

test.each([['many headers', 'X-Large: a\r\n'], ['one header', 'a'], ['many cookies', 'Cookie: a=b\r\n']])('100 MB of %s are refused soon, and take no memory', async (_, text) => {
  const memory = (): number => Math.max(...workersOf(edge).map(residentBytes));
  const before = memory();
  const connection = await RawConnection.encrypted(edge);
  connection.send(`GET / HTTP/1.1\r\nHost: ${HOST}\r\nX-First: `);
  await connection.flood(text, 100_000_000);
  await connection.end();
  expect(memory() - before).toBeLessThan(4_000_000);
  expect(edge.web.requests).toEqual([]);
});

describe('a client that does not speak TLS as it should', () => {
  test.each<[string, string | Buffer]>([
    ['plain HTTP', `GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`],
    ['noise', randomBytes(100_000)],
    ['the beginning of a handshake, then noise', Buffer.concat([Buffer.from('160301020001', 'hex'), randomBytes(1000)])],
    ['a handshake of SSL 2', Buffer.from('802e0100020015000000100100800200800300800400800500800600400700c0'.padEnd(96, '0'), 'hex')],
    ['a record that is too large', Buffer.concat([Buffer.from('160301ffff', 'hex'), Buffer.alloc(70_000)])],
  ])('but sends %s gets nothing of the site', async (_, bytes) => {
    const connection = await RawConnection.plain(edge);
    connection.send(bytes);
    await connection.end();
    expect(connection.statuses.every((status) => status === 400)).toBe(true);
    expect([edge.web.requests, edge.prosody.requests]).toEqual([[], []]);
  });

  test('and asks for another name gets the certificate of the site, which it refuses', async () => {
    await expect(edge.handshake({ servername: 'other.example.org' })).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  test('but comes five hundred times and goes at once leaves nothing behind', async () => {
    const connections = await Promise.all(Array.from({ length: 500 }, () => RawConnection.plain(edge)));
    connections.forEach((connection) => {
      connection.send(Buffer.from('16030102', 'hex'));
      connection.destroy();
    });
    // The request for the number is a connection itself.
    await until('no connections', async () => (await edge.get('/stub_status', { health: true })).body.toString().startsWith('Active connections: 1 \n'));
  });
});
