import { Script } from 'node:vm';
import { configMaps } from '../objects';
import { everyContainer, everyObject, PostureRule, repeated, when } from './rule';

/** Of two variables of one name the last wins, and an apply that merges lists by name loses one. */
export const variablesAreUnique: PostureRule = everyContainer(({ env = [] }) => repeated(env.map(({ name }) => name)).map((name) => `has the variable ${name} twice`));

/** The API server refuses numbers and booleans, and a variable with both a value and a source. */
export const variablesAreText: PostureRule = everyContainer(({ env = [] }) => env.flatMap(({ name, value, valueFrom }) => [
  ...when(!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), `has the variable ${JSON.stringify(name)}, which is no name of one`),
  ...when(value !== undefined && (typeof value !== 'string' || valueFrom !== undefined), `has the variable ${name}, which is not just text`),
]));

/** Names that Jitsi's images read and that only sound like a secret. */
const HARMLESS = ['PROSODY_LIMIT_MESSAGES_CHECK_TOKEN'];
/** Variables of our own scripts that say what a Secret is called. */
const NAMES_OF_SECRETS = ['CREDENTIALS_SECRET', 'TLS_SECRET'];

/** Everybody who can read a manifest, a pod or a log of applies can read a password in a variable. */
export const passwordsComeFromSecrets: PostureRule = everyContainer(({ env = [] }, { kind }) => env
  .filter(({ name, valueFrom }) => /(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIALS)$/i.test(name) && valueFrom?.secretKeyRef === undefined)
  .filter(({ name }) => !HARMLESS.includes(name) && !(kind === 'Job' && NAMES_OF_SECRETS.includes(name)))
  .map(({ name }) => `has ${name}, which does not come from a Secret`));

/** One mistake in the site's own scripts, which the image appends to another one, leaves everybody with a blank page. */
export const siteScriptsParse: PostureRule = everyObject(configMaps, ({ data = {} }) => (
  Object.entries(data).filter(([file, text]) => file.endsWith('.js') && !parses(`var config = {};\n${text}`)).map(([file]) => `has the file ${file}, which is no script`)
));

function parses(text: string): boolean {
  try {
    return new Script(text) instanceof Script;
  } catch {
    return false;
  }
}
