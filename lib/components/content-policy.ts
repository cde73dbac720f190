import { shown } from '../validation/violations';

/** Words of a policy that mean something in quotes alone; without them they are names of hosts. */
const KEYWORDS = ['none', 'self', 'strict-dynamic', 'unsafe-eval', 'unsafe-hashes', 'unsafe-inline', 'wasm-unsafe-eval'];

/** Directives that say where scripts of the page itself come from; the first that is there counts. */
const SCRIPTS = ['script-src-elem', 'script-src', 'default-src'];

const INSTEAD = 'such as "default-src \'self\' \'unsafe-inline\'; connect-src \'self\' wss:"';

/** Why a page with this `Content-Security-Policy` would be blank; undefined where it need not be. Browsers leave out what they cannot read, without a word to anybody. */
export function policyProblem(policy: string): string | undefined {
  // The image writes it between quotes into the configuration of NGINX, which has variables.
  if (!/^[^\P{ASCII}\p{Cc}"\\$]*[^\P{ASCII}\p{Cc}"\\$ ][^\P{ASCII}\p{Cc}"\\$]*$/u.test(policy)) {
    return `${shown(policy)} must be one line without ", \\ and $, ${INSTEAD}`;
  }
  const directives = policy.split(';').map((directive) => directive.trim().split(/ +/)).filter(([name]) => name !== '').map(([name = '', ...values]) => ({ name: name.toLowerCase(), values }));
  const nameless = directives.find(({ name }) => !/^[a-z][a-z-]*$/.test(name));
  const unquoted = directives.filter(({ name }) => name.endsWith('-src') || SCRIPTS.includes(name)).flatMap(({ values }) => values).find((value) => KEYWORDS.includes(value.toLowerCase()));
  const scripts = SCRIPTS.flatMap((name) => directives.find((directive) => directive.name === name)?.values.map((value) => value.toLowerCase()).join(' ') ?? []).slice(0, 1);
  return nameless !== undefined ? `${shown(nameless.name)} is no directive; write the policy alone, ${INSTEAD}`
    : unquoted !== undefined ? `${unquoted} is the name of a host without quotes; write '${unquoted.toLowerCase()}'`
      : scripts.some((sources) => !runsInlineScripts(sources)) ? `${shown(policy)} forbids the scripts in the site's page, which stays blank; write 'unsafe-inline' where scripts may come from, ${INSTEAD}` : undefined;
}

/** Whether scripts in the page run. With a hash its author has looked at them; the page knows no nonce. */
function runsInlineScripts(sources: string): boolean {
  return /'sha\d+-/.test(sources) || (sources.includes("'unsafe-inline'") && !/'(nonce-|strict-dynamic)/.test(sources));
}
