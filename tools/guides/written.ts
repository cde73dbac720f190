import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import { Manifest, rendered } from '../../test/support/charts';
import { Outcome, run } from '../../test/support/snippets';
import { extract } from './extract';

/** A program, or a mark with the block that is written below it. */
const PARTS = /^```ts(?: .*)?\n(?<code>[^]*?)^```\n|^<!-- (?<mark>yaml|printed|diff)(?:: (?<chosen>.*))? -->\n(?:```\w+\n[^]*?^```\n)?/gm;

/** Of a snippet that only exports props, the objects of a stack that has them. */
function objectsOf({ objects, props }: Outcome): readonly Manifest[] {
  return objects.length > 0 ? objects : rendered(props);
}

function byTitle(outcome: Outcome): ReadonlyMap<string, string> {
  return new Map(objectsOf(outcome).map((object) => [`${object.kind}/${object.metadata.name}`, Yaml.stringify(object)]));
}

/** What a reviewer sees between two stacks, object by object; of one that is new or gone its name. */
function difference(before: Outcome, after: Outcome): string {
  const [old, now] = [byTitle(before), byTitle(after)];
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  try {
    const parts = [...new Set([...old.keys(), ...now.keys()])].filter((title) => old.get(title) !== now.get(title)).map((title) => {
      const [one, other] = [old.get(title), now.get(title)];
      if (one === undefined || other === undefined) {
        return `${one === undefined ? '+' : '-'} ${title}\n`;
      }
      const { stdout } = spawnSync('diff', ['-U', '2', file('before', one), file('after', other)], { encoding: 'utf8' });
      return `@@ ${title} @@\n${stdout.split('\n').slice(2).filter((line) => !line.startsWith('@@')).join('\n')}`;
    });
    if (parts.length === 0) {
      throw new Error('the stacks of the last two programs do not differ');
    }
    return parts.join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A guide as it is to be: below each mark, what its last program makes (`yaml`), tells its user (`printed`) or makes otherwise than the program before it (`diff`). */
export function written(guide: string): string {
  const outcomes: Outcome[] = [];
  return guide.replace(PARTS, (whole: string, ...rest: unknown[]) => {
    const { code, mark, chosen = '' } = rest.at(-1) as { readonly code?: string; readonly mark?: string; readonly chosen?: string };
    if (code !== undefined) {
      outcomes.push(run(code));
      return whole;
    }
    const [before, last] = outcomes.slice(-2).length === 2 ? outcomes.slice(-2) : [undefined, outcomes.at(-1)];
    if (!last || (mark === 'diff' && !before)) {
      throw new Error(`"${whole.split('\n', 1)[0] ?? ''}" stands above the programs that it shows`);
    }
    const [language, text] = mark === 'yaml' ? ['yaml', extract(objectsOf(last), chosen)] : mark === 'printed' ? ['text', last.printed] : ['diff', difference(before ?? last, last)];
    return `<!-- ${mark ?? ''}${chosen && `: ${chosen}`} -->\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\n`;
  });
}
