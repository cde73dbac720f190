import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { only } from './arguments';
import { Command, NAMESPACE, PUBLIC_URL } from './command';
import { Failure, told } from './failure';
import { inShell } from '../in-shell';
import { makeFolder } from './make-folder';
import { packageFile, packageVersion } from './package-file';
import { chartOf } from './synth';

const TEMPLATE = packageFile('templates/app');

/** Texts of the template that a new app has otherwise. */
const DEFAULTS = { publicUrl: 'https://meet.example.com', namespace: 'jitsi' };

/** An app that a team grows. */
export const init: Command = {
  usage: '[FOLDER] [options]',
  purpose: 'write a small cdk8s app with one stack and a test',
  operands: 1,
  options: { 'public-url': { ...PUBLIC_URL, says: [...PUBLIC_URL.says, `(default: ${DEFAULTS.publicUrl})`] }, 'namespace': NAMESPACE },
  notes: ['The folder must be new or empty, but for .git; without one it is the current folder.'],
  run: ({ options, operands: [name = '.'] }, { err, folder }) => {
    if (name === '') {
      throw new Failure('the name of the folder is empty; write one, such as cdk8s-jitsi init meetings', 2);
    }
    const values = { publicUrl: only(options, 'public-url') ?? DEFAULTS.publicUrl, namespace: only(options, 'namespace') ?? DEFAULTS.namespace };
    chartOf(values);
    const target = resolve(folder, name);
    refuseFull(target, name);
    try {
      for (const file of filesBelow(TEMPLATE)) {
        const path = join(target, relative(TEMPLATE, file).replace(/^gitignore$/, '.gitignore'));
        makeFolder(dirname(path));
        writeFileSync(path, filled(readFileSync(file, 'utf8'), values));
      }
    } catch (error) {
      throw new Failure(`"${name}" cannot be written to: ${told(error)}`);
    }
    const there = target === resolve(folder) ? '' : name;
    err(`An app is in ${there || 'this folder'}. Next:\n\n${there ? `  cd ${inShell(there)}\n` : ''}  npm install\n  npm run synth\n  npm test\n`);
  },
};

/** A folder with a repository and nothing else in it is empty. */
function refuseFull(target: string, name: string): void {
  const problem = !existsSync(target) ? undefined : !statSync(target).isDirectory() ? 'is a file' : readdirSync(target).some((file) => file !== '.git') ? 'is not empty' : undefined;
  if (problem !== undefined) {
    throw new Failure(`"${name}" ${problem}; name a new folder, such as cdk8s-jitsi init meetings`);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)])).sort();
}

function filled(text: string, { publicUrl, namespace }: typeof DEFAULTS): string {
  return text.replaceAll(DEFAULTS.publicUrl, publicUrl).replaceAll(`namespace: '${DEFAULTS.namespace}'`, `namespace: '${namespace}'`).replace('"cdk8s-jitsi": "latest"', `"cdk8s-jitsi": "^${packageVersion()}"`);
}
