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

/** What the image's own scripts begin with. */
const VARIABLES = ['config', 'interfaceConfig'];

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
  // Behind what the image's own scripts begin with: in the page they share their names.
  const mistake = mistakeIn(`${VARIABLES.map((variable) => `var ${variable} = {};`).join('')}\n${text}`);
  const [taken] = VARIABLES.filter((variable) => mistake?.includes(`'${variable}'`));
  return taken === undefined ? mistake : `${mistake ?? ''}; write ${taken}.NAME = … for each setting`;
}

function mistakeIn(text: string): string | undefined {
  try {
    new Script(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Whether a statement of its own gives `config` a new object that takes over nothing of the old one. It is one where all before it is a whole program, and where a number in its place
 * would be a mistake, as it would not be in a comment.
 */
function replacesConfig(text: string): boolean {
  return [...text.matchAll(/(?<![\w$.])(?:var\s+|(?:window|self|globalThis)\.)?config\s*=\s*(?=\{)/g)].some(({ index, 0: { length } }) => {
    const [before, value] = [text.slice(0, index), text.slice(index + length)];
    return !/\.\.\.\s*(?:window\.)?config\b/.test(objectOf(value)) && mistakeIn(before) === undefined && mistakeIn(`${before}0 = ${value}`) !== undefined;
  });
}

/** The object that a text begins with. */
function objectOf(text: string): string {
  const end = [...text.matchAll(/\}/g)].map(({ index }) => index + 1).find((length) => mistakeIn(`(${text.slice(0, length)})`) === undefined);
  return text.slice(0, end);
}

const KEEPS_CONFIG: Rule<SiteScripts> = {
  field: 'configJs',
  condition: ({ configJs }) => configJs !== undefined && scriptProblem(configJs) === undefined && replacesConfig(configJs),
  message: () => 'it puts another config in place of the image\'s, which says where the servers are, and nobody could join a meeting; write config.NAME = … for each setting',
};

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
  return judge(path, options, [scriptRule('configJs'), scriptRule('interfaceConfigJs'), KEEPS_CONFIG, SCRIPTS_FIT]);
}
