import * as fc from 'fast-check';
import { Branding, ProsodyExtensions, ProsodyModules, ProsodyPlugins, SiteFile, WebOptions } from '../../../lib';
import { choice, Domain, Factories, Fields, leaf, list, made, map, oneOf, struct, values } from './domain';
import { anyText, objectName } from './texts';

const keys = leaf(fc.constantFrom('logo.svg', 'a_b-c.PNG', 'x.y.ico', '0.json'), ['', '.', '..', '..svg', 'a/b.svg', 'a b.svg', 'logo', 'logo.exe', 'svg.'], anyText);
const SITE_FILES: Factories<typeof SiteFile, SiteFile> = {
  fromConfigMap: made(struct<{ readonly configMapName: string; readonly key: string }>({ configMapName: objectName, key: keys }, ['configMapName', 'key']), ({ configMapName, key }) => SiteFile.fromConfigMap(configMapName, key)),
};
const siteFile: Domain<SiteFile> = oneOf(SITE_FILES);

const BAD_ADDRESSES = ['', 'example.org', 'http://example.org', 'https://', 'https://example.org/\'', 'https://example.org/ a', 'https://example.org\n', 'javascript:1', 'https://a/<b'];
const address = leaf(fc.constantFrom('https://example.org', 'https://example.org:8443/a/b.json?c=d&e=%20', 'https://192.0.2.1/'), BAD_ADDRESSES, anyText);

const branding: Domain<Branding> = (() => {
  const one = struct<Branding>({
    appName: leaf(fc.constantFrom('Meetings', '<&">\'', 'Réunions 会議', '${x} `', '</script><!--'), ['', ' ', 'a\nb', 'a\u0000', 'a'.repeat(101), '\u2028'], anyText),
    watermark: siteFile, showWatermark: choice(true, false), watermarkLink: address, favicon: siteFile, dynamicBrandingUrl: address,
  });
  return { ...one, good: one.good.map((value) => (value.watermark === undefined && value.watermarkLink === undefined ? value : { ...value, showWatermark: true })) };
})();

const BAD_PATHS = ['', '/', 'a.svg', '/a/', '/a//b', '/a/../b', '/./a', '/a b', '/a;b', '/a"', '/config.js', '/http-bind', '/a?b', '/a\n'];

/** What the site can be given beside its scripts. */
export const site: Fields<Required<Pick<WebOptions, 'branding' | 'contentSecurityPolicy' | 'staticFiles'>>> = {
  branding,
  staticFiles: map(leaf(fc.constantFrom('/images/background.png', '/sounds/a.mp3', '/a', '/.well-known/x.json', '/a/..b'), BAD_PATHS, anyText), siteFile),
  contentSecurityPolicy: leaf(
    fc.constantFrom('connect-src \'self\'', 'Default-Src *; Script-Src \'Self\' \'Unsafe-Inline\'', 'default-src \'self\' \'unsafe-inline\'; connect-src wss:; report-uri https://example.org/csp'), ['', ' ', 'a "b"', '$host', 'default-src \'self\'', 'default-src self', 'Content-Security-Policy: img-src *', 'script-src \'unsafe-inline\' \'nonce-a\'', 'a\nb', 'a\\', 'ä'], anyText,
  ),
};

/** HOCON that is added to a program's configuration. */
export const hocon: Domain<string> = leaf(
  fc.constantFrom('jicofo.a = 1', 'a { b = [1, 2] }\n', '# a { b\nx = "}" // ]\n', 'a = """ { """', 'password = ${?SECRET} ${PATH}'), ['', ' \n', 'a {', 'a }', 'a = [1}', 'a = "b', 'a\u0000b', '// c\nx = [', 'password = ${SECRET}'], anyText,
);

const file = fc.constantFrom('mod_a.lua', 'mod_muc_b.lua', 'util-c.lua');
const plugins: Domain<ProsodyPlugins> = oneOf<ProsodyPlugins>({
  fromConfigMap: made(struct<{ readonly configMapName: string; readonly files: string[] }>({
    configMapName: objectName, files: values(file, ['', 'mod_a', 'mod_a.lua/x.lua', 'a b.lua', '..lua'], anyText, { minLength: 1 }),
  }, ['configMapName', 'files']), (value) => ProsodyPlugins.fromConfigMap(value.configMapName, value.files)),
} satisfies Factories<typeof ProsodyPlugins, ProsodyPlugins>);

const modules = values(fc.constantFrom('muc_hello', 'a-b', 'x1'), ['', 'a b', 'a,b', '"', 'ä', 'a.b', 'mod_muc_hello'], anyText, { minLength: 1 });

/** What Prosody can be made to do beside what Jitsi has it do. */
export const extensions: Fields<ProsodyExtensions> = {
  customConfig: leaf(fc.constantFrom('a = 1', 'VirtualHost "a"\n  b = { "c", "d" }\n'), ['', '\n', 'a\u0000', 'a = {', 'a = f)', '--[[ a ]] b = { "}"'], anyText),
  plugins: list(plugins, (a, b) => a.files.some((name) => b.files.includes(name))),
  modules: struct<ProsodyModules>({ server: modules, hosts: modules, muc: modules, internalMuc: modules, lobbyMuc: modules, breakoutMuc: modules, speakerstats: modules }),
};
