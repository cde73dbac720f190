import type { NginxOptions } from '../../lib';
import { everythingOfTheEdge } from '../support/everything';
import { run, snippets } from '../support/snippets';
import { Edge } from './support/edge';
import { scopePerFile } from './support/scope';

const scope = scopePerFile();
let edge: Edge;

beforeAll(async () => {
  edge = await Edge.start(scope, { props: { nginx: { ...everythingOfTheEdge, redirectHttp: true } } });
});

beforeEach(() => {
  edge.reset();
});

test.each(['/', '/libs/x.js?v=1', '/http-bind', '/no-such-page'])('%s has the headers that were asked for, whatever its status', async (path) => {
  edge.web.handler = (request, response) => {
    response.writeHead(request.url === '/no-such-page' ? 404 : 200).end();
  };
  expect((await edge.get(path)).headers).toMatchObject({
    'content-security-policy': "frame-ancestors 'self' https://portal.example.org",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'geolocation=()',
  });
});

test('a body up to the limit is passed on, and a larger one refused', async () => {
  const large = Buffer.alloc(10 * 1024 ** 2);
  expect((await edge.get('/http-bind', { body: large })).status).toBe(200);
  expect((await edge.get('/http-bind', { body: Buffer.concat([large, Buffer.alloc(1)]) })).status).toBe(413);
});

test('nothing is logged of requests', async () => {
  await edge.get('/room-that-nobody-knows');
  expect(edge.container.output()).not.toContain('GET');
});

test('files are asked of web each time, compressed by the edge', async () => {
  edge.web.handler = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/javascript', 'Cache-Control': 'max-age=31536000' }).end('x'.repeat(5000));
  };
  const answers = [await edge.get('/libs/x.js?v=1', { headers: { 'Accept-Encoding': 'gzip' } }), await edge.get('/libs/x.js?v=1', { headers: { 'Accept-Encoding': 'gzip' } })];
  expect(answers.map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', 'gzip']);
  expect(edge.web.requests).toHaveLength(2);
});

test('snippets are where they belong: the server\'s uses what the other defines', async () => {
  expect((await edge.get('/')).headers['x-has-cookie']).toBe('no');
  expect((await edge.get('/', { headers: { Cookie: 'a=b' } })).headers['x-has-cookie']).toBe('yes');
});

test('locations that the guides add have the headers of the site, and their own', async () => {
  const shown = [...snippets('ts')].map(([, source]) => run(source).props.nginx ?? {}).filter(({ serverSnippet = '' }) => /robots|element/.test(serverSnippet));
  const other = await Edge.start(scope, { props: { nginx: Object.assign({}, ...shown, { serverSnippet: shown.map(({ serverSnippet }) => serverSnippet).join('\n') }) as NginxOptions } });
  const [robots, element] = [await other.get('/robots.txt'), await other.get('/.well-known/element/jitsi')];
  const ofTheSite = { 'strict-transport-security': 'max-age=31536000', 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-site' };

  expect(robots).toMatchObject({ status: 200, headers: { ...ofTheSite, 'content-type': 'text/plain' } });
  expect(String(robots.body)).toBe('User-agent: *\nDisallow: /\n');
  expect(element).toMatchObject({ status: 200, headers: { ...ofTheSite, 'content-type': 'application/json', 'access-control-allow-origin': '*' } });
  expect(JSON.parse(String(element.body))).toEqual({ auth: 'openidtoken-jwt' });
});
