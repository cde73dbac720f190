import { Mount } from '../kubernetes/mounts';
import { Branding } from '../options/branding';
import { SiteFile } from '../options/site-file';

/** Where files that somebody else keeps are mounted. As whole folders, so that they follow changes. */
export const SITE_FOLDER = '/site-files';

/** Where the site has the pictures that a branding replaces. */
const WATERMARK_PATHS = ['/images/watermark.svg'];
const FAVICON_PATHS = ['/images/favicon.svg', '/images/favicon.ico', '/favicon.ico'];
const TITLE = '/title.html';

/** What web can be given that it serves. */
export interface Site {
  /** What the site looks like. */
  readonly branding?: Branding;
  /** Files by the paths at which browsers find them. */
  readonly staticFiles?: { readonly [path: string]: SiteFile };
}

/** Files by the paths at which browsers find them. */
export function servedFiles({ branding = {}, staticFiles = {} }: Site): Readonly<Record<string, SiteFile>> {
  const at = (paths: readonly string[], file: SiteFile | undefined): Readonly<Record<string, SiteFile>> => (file ? Object.fromEntries(paths.map((path) => [path, file])) : {});
  return { ...at(WATERMARK_PATHS, branding.watermark), ...at(FAVICON_PATHS, branding.favicon), ...staticFiles };
}

/** Paths that something else has already: the image's own NGINX, or the branding. */
export function takenPaths({ branding = {} }: Site): readonly string[] {
  return [
    '/', '/config.js', '/interface_config.js', '/external_api.js', '/http-bind', '/xmpp-websocket', '/_api/room-info', '/rtc-visualizer',
    ...(branding.watermark ? WATERMARK_PATHS : []), ...(branding.favicon ? FAVICON_PATHS : []), ...(branding.appName !== undefined ? [TITLE] : []),
  ];
}

/** Files of the image's own configuration folder, by their place in it, that make NGINX serve others in place of the site's own. */
export function siteConfiguration(site: Site): Readonly<Record<string, string>> {
  const { appName } = site.branding ?? {};
  const locations = [
    ...Object.entries(servedFiles(site)).map(([path, file]) => location(path, file._mediaType ?? '', `${SITE_FOLDER}/${file.configMapName}/${file.key}`)),
    ...(appName !== undefined ? [location(TITLE, 'text/html', `/config${TITLE}`)] : []),
  ];
  return {
    ...(locations.length > 0 && { 'nginx-custom/site.conf': locations.join('') }),
    ...(appName !== undefined && { 'title.html': titleText(appName) }),
  };
}

/** An exact location wins over the image's patterns. By the ending of the path NGINX would guess another kind. */
function location(path: string, mediaType: string, file: string): string {
  return `location = ${path} {\n    types { }\n    default_type ${mediaType};\n    alias ${file};\n}\n`;
}

/** The page includes this file into its head. */
function titleText(appName: string): string {
  const name = appName.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return [
    `<title>${name}</title>`, `<meta property="og:title" content="${name}"/>`, `<meta itemprop="name" content="${name}"/>`, '<link rel="icon" href="images/favicon.svg"/>', '',
  ].join('\n');
}

/** One volume of all ConfigMaps whose files are served, each a folder in it. */
export function siteMounts(site: Site): Mount[] {
  const files = Object.values(servedFiles(site));
  const keysByName = new Map(files.map(({ configMapName }) => [configMapName, [...new Set(files.filter((file) => file.configMapName === configMapName).map(({ key }) => key))].sort()]));
  const sources = [...keysByName].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, keys]) => ({ configMap: { name, items: keys.map((key) => ({ key, path: `${name}/${key}` })) } }));
  return sources.length === 0 ? [] : [{ volume: { name: 'site-files', projected: { sources } }, mount: { name: 'site-files', mountPath: SITE_FOLDER, readOnly: true } }];
}
