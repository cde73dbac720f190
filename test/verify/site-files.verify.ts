import { SiteFile } from '../../lib';
import { loopbackAddresses } from './support/addresses';
import { scopePerFile } from './support/scope';
import { StaticWeb } from './support/static-web';
import { until } from './support/until';

const scope = scopePerFile();
const PAGE = '<html><head><!--#include virtual="title.html" --></head></html>';
const SITE = { 'index.html': PAGE, 'title.html': '<title>Jitsi Meet</title>', 'images/watermark.svg': 'their mark', 'images/other.svg': 'their other', 'favicon.ico': 'their icon' };
const PICTURES = { 'logo.png': 'our mark', 'tab.svg': 'our icon' };

let web: StaticWeb;

async function get(path: string): Promise<{ readonly text: string; readonly type: string | null; readonly expires: string | null }> {
  const answer = await fetch(`http://${web.address}:8000${path}`);
  return { text: await answer.text(), type: answer.headers.get('content-type'), expires: answer.headers.get('expires') };
}

beforeAll(async () => {
  web = StaticWeb.start(scope, loopbackAddresses()(1), SITE, {
    props: { web: { branding: { appName: 'Meetings & <more>', watermark: SiteFile.fromConfigMap('pictures', 'logo.png'), favicon: SiteFile.fromConfigMap('pictures', 'tab.svg') } } },
    configMaps: { pictures: PICTURES },
  });
  await answers();
});

function answers(): Promise<unknown> {
  return until('an answer of web', () => get('/').catch(() => undefined), { context: () => web.output() });
}

describe('A real NGINX with the locations of the image', () => {
  test.each([
    ['/images/watermark.svg', 'our mark', 'image/png'], ['/images/watermark.svg?v=1', 'our mark', 'image/png'], ['/tenant/images/watermark.svg', 'our mark', 'image/png'],
    ['/images/favicon.svg', 'our icon', 'image/svg+xml'], ['/favicon.ico', 'our icon', 'image/svg+xml'],
  ])('serves at %s the branding\'s picture as what it is, and tells nobody that it never changes', async (path, text, type) => {
    expect(await get(path)).toEqual({ text, type, expires: null });
  });

  test('serves the site\'s other pictures as before', async () => {
    expect(await get('/images/other.svg?v=1')).toEqual({ text: 'their other', type: 'image/svg+xml', expires: expect.stringContaining('GMT') as string });
  });

  test.each(['/', '/room', '/tenant/room'])('has the name in the title of %s', async (path) => {
    expect((await get(path)).text).toMatch(/^<html><head><title>Meetings &#38; &#60;more&#62;<\/title>\n[^]*<link rel="icon" href="images\/favicon.svg"\/>\n<\/head><\/html>$/);
  });

  test('serves a changed file without being started again', async () => {
    web.pod.changeFiles('site-files', { 'pictures/logo.png': 'our new mark', 'pictures/tab.svg': 'our icon' });

    await until('the new file', async () => (await get('/images/watermark.svg')).text === 'our new mark');
  });

  test('starts again in the same pod, over the copies of its first start', async () => {
    await web.stop();
    web.startAgain();
    await answers();

    expect((await get('/images/watermark.svg')).text).toBe('our new mark');
    expect(web.output()).not.toContain('cp: ');
  });
});
