import { gunzipSync, gzipSync } from 'node:zlib';
import { Answer, Edge } from './support/edge';
import { scopePerFile } from './support/scope';
import { until } from './support/until';

const scope = scopePerFile();
const TEXT = 'function meet() { return "jitsi"; }\n'.repeat(200);
let edge: Edge;

beforeAll(async () => {
  edge = await Edge.start(scope);
});

beforeEach(() => {
  edge.reset();
  // As web does: compressed for those who take it, unchanging if asked for with the version.
  edge.web.handler = ({ url = '', headers }, response) => {
    const compressed = headers['accept-encoding']?.includes('gzip') === true;
    response.setHeader('Content-Type', 'application/javascript');
    response.setHeader('Vary', 'Accept-Encoding');
    if (url.includes('?v=')) {
      response.setHeader('Cache-Control', 'max-age=31536000');
    }
    if (compressed) {
      response.setHeader('Content-Encoding', 'gzip');
    }
    response.end(compressed ? gzipSync(TEXT) : TEXT);
  };
});

const encoding = (header: string): { readonly headers: Readonly<Record<string, string>> } => ({ headers: { 'Accept-Encoding': header } });

function text({ headers, body }: Answer): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

test('an asset with its version is fetched from web once for all clients that take gzip, and served compressed', async () => {
  const first = await edge.get('/libs/app.bundle.min.js?v=1', encoding('gzip, deflate, br'));
  const second = await edge.get('/libs/app.bundle.min.js?v=1', { ...encoding('br, zstd, GZIP;q=0.5'), from: edge.address(101) });
  expect([first, second].map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', 'gzip']);
  expect([first, second].map(text)).toEqual([TEXT, TEXT]);
  expect(edge.web.requests).toHaveLength(1);
});

test.each([['no encoding', ''], ['identity', 'identity'], ['other encodings', 'deflate, br'], ['anything but gzip', 'br, gzip;q=0'], ['anything but gzip, in other words', 'gzip; q=0.0, br']])(
  'an asset is served uncompressed to a client that takes %s, also when it is there compressed', async (_, header) => {
    const path = `/libs/plain.js?v=${encodeURIComponent(header)}`;
    await edge.get(path, encoding('gzip'));
    const answer = await edge.get(path, encoding(header));
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.body.toString()).toBe(TEXT);
  },
);

test('an asset that was fetched uncompressed is served compressed to a client that takes gzip', async () => {
  await edge.get('/css/all.css?v=2');
  const answer = await edge.get('/css/all.css?v=2', encoding('gzip'));
  expect(answer.headers['content-encoding']).toBe('gzip');
  expect(text(answer)).toBe(TEXT);
});

test('another version of an asset is fetched anew', async () => {
  await edge.get('/libs/other.js?v=1');
  await edge.get('/libs/other.js?v=2');
  expect(edge.web.requests.map(({ url }) => url)).toEqual(['/libs/other.js?v=1', '/libs/other.js?v=2']);
});

test('an asset without its version is fetched each time', async () => {
  await edge.get('/libs/x.js');
  await edge.get('/libs/x.js');
  expect(edge.web.requests).toHaveLength(2);
});

test('clients that want the same asset without its version do not wait for each other', async () => {
  const answers: Array<() => void> = [];
  edge.web.handler = (_, response) => {
    answers.push(() => response.end('web'));
  };
  const clients = Promise.all(Array.from({ length: 10 }, () => edge.get('/images/watermark.svg')));
  await until('all requests at web', () => answers.length === 10);
  answers.forEach((answer) => {
    answer();
  });
  expect((await clients).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
});

test('many clients that want the same asset with its version make one request to web', async () => {
  const answers: Array<() => void> = [];
  edge.web.handler = (_, response) => {
    answers.push(() => response.setHeader('Cache-Control', 'max-age=31536000').end('web'));
  };
  const clients = Promise.all(Array.from({ length: 10 }, () => edge.get('/images/background.png?v=1')));
  await until('the request at web', () => answers.length === 1);
  answers.forEach((answer) => {
    answer();
  });
  expect((await clients).map(({ body }) => body.toString())).toEqual(Array.from({ length: 10 }, () => 'web'));
  expect(edge.web.requests).toHaveLength(1);
});

test('an asset that is missing is asked for each time, so that it is found when it is there', async () => {
  edge.web.handler = (_, response) => {
    response.writeHead(404).end();
  };
  expect((await edge.get('/libs/new.js?v=1')).status).toBe(404);
  edge.web.reset();
  expect((await edge.get('/libs/new.js?v=1')).status).toBe(200);
});

const NEVER_KEPT = ['/config.js', '/config.js?v=1', '/interface_config.js?v=1', '/tenant/config.js?v=1', '/', '/?v=1', '/room', '/room?v=1', '/tenant/room', '/libs/x.js', '/lang/main-de.json'];

test.each(NEVER_KEPT)('%s is as web has it at that moment, even if web says that it may be kept', async (path) => {
  let version = 0;
  edge.web.handler = (_, response) => {
    version += 1;
    response.setHeader('Cache-Control', 'max-age=31536000').end(`version ${version}`);
  };
  for (const expected of ['version 1', 'version 2', 'version 3']) {
    expect((await edge.get(path, encoding('gzip'))).body.toString()).toBe(expected);
  }
});

test.each(NEVER_KEPT)('%s is not answered from the past while web fails', async (path) => {
  expect((await edge.get(path)).status).toBe(200);
  edge.web.handler = (_, response) => response.destroy();
  expect((await edge.get(path)).status).toBe(502);
});

test('an asset with its version is there while web fails', async () => {
  expect(text(await edge.get('/libs/kept.js?v=1'))).toBe(TEXT);
  edge.web.handler = (_, response) => response.destroy();
  expect(text(await edge.get('/libs/kept.js?v=1'))).toBe(TEXT);
});

test('an asset whose time is up is replaced for everybody, whichever worker had the old one open', async () => {
  let version = 'old';
  edge.web.handler = (_, response) => {
    response.setHeader('Cache-Control', 'max-age=1').end(version);
  };
  // Each on a connection of its own, so that both workers open the file.
  const clients = async (): Promise<Set<string>> => new Set((await Promise.all(Array.from({ length: 40 }, () => edge.get('/css/replaced.css?v=1')))).map(({ body }) => body.toString()));
  expect(await clients()).toEqual(new Set(['old']));
  version = 'new';
  await until('the new one', async () => (await edge.get('/css/replaced.css?v=1')).body.toString() === 'new');
  expect(await clients()).toEqual(new Set(['new']));
});
