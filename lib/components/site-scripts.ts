import { Script } from 'node:vm';
import { Branding, brandingLines } from '../options/branding';
import { judge, Rule, Violation } from '../validation/violations';

/** What web can be given that becomes part of its scripts. */
export interface SiteScripts {
  /** Appended to `config.js`. */
  readonly configJs?: string;
  /** Appended to `interface_config.js`. */
  readonly interfaceConfigJs?: string;
  /** What the site is called. */
  readonly branding?: Branding;
}

/** Files that the image appends to its own `config.js` and `interface_config.js`. What the user wrote comes last, so it wins. */
export function siteScripts(configLines: readonly string[], { configJs, interfaceConfigJs, branding = {} }: SiteScripts): Readonly<Record<string, string>> {
  return {
    ...appended('custom-config.js', configLines, configJs), ...appended('custom-interface_config.js', brandingLines(branding), interfaceConfigJs),
  };
}

function appended(file: string, lines: readonly string[], text: string | undefined): Readonly<Record<string, string>> {
  return lines.length === 0 && text === undefined ? {} : { [file]: `${lines.map((line) => `${line}\n`).join('')}${text ?? ''}` };
}

/** The site's files are inlined into its page, so one mistake in them leaves everybody with a blank page. */
function scriptRule(field: 'configJs' | 'interfaceConfigJs'): Rule<SiteScripts> {
  return {
    field,
    condition: ({ [field]: text }) => text !== undefined && scriptProblem(text) !== undefined,
    message: ({ [field]: text = '' }) => `it would leave every visitor with a blank page: ${scriptProblem(text) ?? ''}`,
  };
}

function scriptProblem(text: string): string | undefined {
  if (/<\/script|<!--/i.test(text)) {
    return 'it is inlined into the page and must hold neither "</script" nor "<!--"';
  }
  try {
    // Behind another line, because it stands behind the image's own script.
    new Script(`\n${text}`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** `kubectl apply` keeps the whole ConfigMap in an annotation too, and annotations hold 262,144 bytes. */
const MOST_SCRIPT_BYTES = 200 * 1024;
const SCRIPTS_FIT: Rule<SiteScripts> = {
  field: 'configJs',
  condition: (options) => scriptBytes(options) > MOST_SCRIPT_BYTES,
  message: (options) => `configJs and interfaceConfigJs have ${scriptBytes(options)} bytes in the manifest, and kubectl apply can store ${MOST_SCRIPT_BYTES} of them; load the rest from a file of its own`,
};

const scriptBytes = (options: SiteScripts): number => Buffer.byteLength(JSON.stringify(siteScripts([], options)));

/** What is wrong with the user's own scripts. */
export function scriptViolations(path: string, options: SiteScripts): Violation[] {
  return judge(path, options, [scriptRule('configJs'), scriptRule('interfaceConfigJs'), SCRIPTS_FIT]);
}
