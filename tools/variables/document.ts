import { IMAGE_VARIABLES } from '../../test/support/image-variables';
import { composeVariables } from './compose';
import { COMPONENTS, refusedVariables, typedVariables } from './typed';
import { UNTYPED, Untyped } from './untyped';
import { groupOf, idle } from './untyped-groups';

/** What becomes of all variables that the images read. */
export interface Variables {
  /** The document that says so. */
  readonly document: string;
  /** The table for people who come from the compose stack, which stands in docs/migrating.md. */
  readonly compose: string;
  /** Variables of which nothing is said. */
  readonly unexplained: readonly string[];
  /** What is said of variables that are not there, or are typed. */
  readonly idle: readonly string[];
}

type Row = readonly [name: string, readers: string, said: string];

/** Rows that say the same of one variable, as one. */
function merged(rows: ReadonlyArray<readonly [reader: string, name: string, said: string]>): Row[] {
  const readers = new Map<string, string[]>();
  rows.forEach(([reader, name, said]) => readers.set(`${name}|${said}`, [...readers.get(`${name}|${said}`) ?? [], reader]));
  return [...readers].map(([key, names]): Row => [key.slice(0, key.indexOf('|')), names.join(', '), key.slice(key.indexOf('|') + 1)]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function table(heads: readonly string[], rows: readonly Row[]): string {
  return [heads, heads.map(() => '---'), ...rows.map(([name, ...rest]) => [`\`${name}\``, ...rest])].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function section({ title, reason }: Untyped, rows: ReadonlyArray<readonly [reader: string, name: string, said: string]>): string {
  const list = merged(rows).map(([name, readers]) => `\`${name}\` (${readers})`).join(', ');
  return `### ${title}\n\n${reason}\n\n${list}.\n`;
}

/** Looks at every variable of every image. */
export function variables(): Variables {
  const [typed, refused] = [typedVariables(), refusedVariables()];
  const all = COMPONENTS.flatMap((reader) => [...IMAGE_VARIABLES[reader]].map((name) => [reader, name] as const));
  const withProps = all.flatMap(([reader, name]) => {
    const props = typed.get(`${reader} ${name}`);
    return props ? [[reader, name, props.map((prop) => `\`${prop}\``).join(', ')] as const] : [];
  });
  const own = all.flatMap(([reader, name]) => {
    const said = typed.has(`${reader} ${name}`) ? undefined : refused.get(`${reader} ${name}`);
    return said === undefined ? [] : [[reader, name, said] as const];
  });
  const rest = all.filter(([reader, name]) => !typed.has(`${reader} ${name}`) && !refused.has(`${reader} ${name}`));
  const document = [
    '# Variables\n\nWhat becomes of every variable that the images of web, Prosody, Jicofo and JVB read. `npm run variables` writes this page, by setting each prop and looking at what it changes;'
    + ' `npm test` fails when it is no longer so.\n',
    `## Typed\n\nThe prop writes the variable, for all components that read it. Extra environment with it is refused where components must agree on it, and where the prop is given too.\n\n${table(['variable', 'read by', 'prop'], merged(withProps))}`,
    `## Set by the library\n\nNo prop writes them otherwise, and extra environment with them is refused.\n\n${table(['variable', 'read by', 'because'], merged(own))}`,
    '## Extra environment only\n\nNo prop writes them. `extraEnv` of the component hands them over as they are; where several components read one, all are given the same.\n',
    ...UNTYPED.map((group) => section(group, rest.filter(([reader, name]) => groupOf(reader, name) === group).map(([reader, name]) => [reader, name, ''] as const))),
  ].join('\n');
  const compose = composeVariables(typed, refused);
  return {
    document, compose: compose.table,
    unexplained: [...compose.unexplained, ...rest.filter(([reader, name]) => groupOf(reader, name) === undefined).map((variable) => variable.join(' '))], idle: idle(rest),
  };
}
