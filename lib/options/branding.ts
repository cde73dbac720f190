import { flag, instance, Shape, text } from '../validation/shapes';
import { at, judge, Rule, shown, Violation } from '../validation/violations';
import { SiteFile } from './site-file';

/** What the site is called and looks like. */
export interface Branding {
  /**
   * Name of the site: in titles of pages, in invitations and in previews of links. At most 100 characters.
   *
   * @default 'Jitsi Meet'
   */
  readonly appName?: string;

  /**
   * The picture in the corner of the page.
   *
   * @default - Jitsi's.
   */
  readonly watermark?: SiteFile;

  /**
   * Whether there is a picture in the corner.
   *
   * @default true
   */
  readonly showWatermark?: boolean;

  /**
   * Where a click on that picture leads: an address with `https://`.
   *
   * @default 'https://jitsi.org'
   */
  readonly watermarkLink?: string;

  /**
   * The small picture in the browser's tab.
   *
   * @default - Jitsi's.
   */
  readonly favicon?: SiteFile;

  /**
   * Address that browsers ask what a meeting shall look like, with `https://`. It answers with JSON, and wins over all of the above (`DYNAMIC_BRANDING_URL`).
   *
   * @default - Nobody is asked.
   */
  readonly dynamicBrandingUrl?: string;
}

/** A file of the site. */
export const SITE_FILE = instance<SiteFile>('SiteFile', () => SiteFile, 'SiteFile.fromConfigMap("branding", "logo.svg")');

/** The form of a branding. */
export const BRANDING: Shape<Branding> = {
  appName: text('the name of the site, such as "Meetings"'),
  watermark: SITE_FILE,
  showWatermark: flag,
  watermarkLink: text('an address such as "https://example.org"'),
  favicon: SITE_FILE,
  dynamicBrandingUrl: text('an address such as "https://example.org/branding.json"'),
};

/** The image pastes addresses into JavaScript between quotes. */
const ADDRESS = /^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w\-.~:/?#@!$&()*+,;=%]*)?$/;

function addressRule(field: 'watermarkLink' | 'dynamicBrandingUrl'): Rule<Branding> {
  return {
    field,
    condition: ({ [field]: address }) => address !== undefined && !ADDRESS.test(address),
    message: ({ [field]: address }) => `${shown(address)} is no address that browsers could open; write one such as "https://example.org/path"`,
  };
}

const RULES: ReadonlyArray<Rule<Branding>> = [
  {
    field: 'appName',
    condition: ({ appName }) => appName !== undefined && (appName.trim() === '' || appName.length > 100 || /\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}/u.test(appName)),
    message: ({ appName }) => `${shown(appName)} must be one line of 1 to 100 characters, such as "Meetings"`,
  },
  addressRule('watermarkLink'),
  addressRule('dynamicBrandingUrl'),
  {
    field: 'showWatermark',
    condition: ({ showWatermark, watermark, watermarkLink }) => showWatermark === false && (watermark !== undefined || watermarkLink !== undefined),
    message: () => 'nobody would see the picture that is given, or its link; leave showWatermark out, or watermark and watermarkLink',
  },
];

/** What is wrong with a branding of the right form. */
export function brandingViolations(path: string, branding: Branding): Violation[] {
  return [...judge(path, branding, RULES), ...branding.watermark?._violations(at(path, 'watermark')) ?? [], ...branding.favicon?._violations(at(path, 'favicon')) ?? []];
}

/** Lines that a branding adds to `interface_config.js`. */
export function brandingLines({ appName, showWatermark, watermarkLink }: Branding): string[] {
  const settings = { APP_NAME: appName, SHOW_JITSI_WATERMARK: showWatermark, JITSI_WATERMARK_LINK: watermarkLink };
  // A tag in a name would end the script that the page has around it.
  return Object.entries(settings).filter(([, value]) => value !== undefined).map(([key, value]) => `interfaceConfig.${key} = ${JSON.stringify(value).replaceAll('<', '\\u003c')};`);
}
