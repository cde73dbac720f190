import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Yaml } from 'cdk8s';
import { mediaObjects } from './support/media-objects';
import { printedRoutes } from './support/printed-routes';
import { apps, examples, exampleSource, run, runExample } from './support/snippets';

const ROOT = resolve(__dirname, '..');
const TSX = pathToFileURL(require.resolve('tsx')).href;
const GUIDE = readFileSync(join(ROOT, 'docs/exposure.md'), 'utf8');
const EXAMPLES = examples().filter((name) => !apps().includes(name));

/** The parts of the guide that show an example: its title, its program, the table that it prints, and what must be open. */
const SHOWN = [...GUIDE.matchAll(/^## (.+)\n(?:(?!## ).*\n)*?```ts (\S+)\n([^]*?)^```\n\n```text\n([^]*?)^```\n\n\*\*Firewall\.\*\* (.*)/gm)]
  .map(([, title = '', file = '', code = '', table = '', firewall = '']) => ({ title, file, code, table, firewall }));

describe.each(EXAMPLES)('examples/%s', (name) => {
  const { objects, printed } = run(exampleSource(name));
  const shown = SHOWN.find(({ file }) => file === `examples/${name}/main.ts`);

  test('makes these bridges', () => {
    expect(Yaml.stringify(...mediaObjects(objects))).toMatchSnapshot();
  });

  test('is shown in the guide as it is', () => {
    expect(shown?.code).toBe(exampleSource(name));
  });

  test('prints the table that the guide shows', () => {
    expect(shown?.table.trimEnd().split('\n')).toEqual(printedRoutes(printed));
  });

  test('needs the UDP ports open that the guide names', () => {
    const ports = [...printed.matchAll(/^ +(\d+) +UDP /gm)].map(([, port]) => Number(port));
    const [first, last] = [Math.min(...ports), Math.max(...ports)];

    expect(shown?.firewall).toContain(ports.length === 0 ? 'Nothing to the bridges.' : `UDP ${first}${last > first ? ` to ${last}` : ' '}`);
  });

  test('says what it is for and how to run it', () => {
    const anchor = shown?.title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-') ?? '';

    expect(readFileSync(join(ROOT, 'examples', name, 'README.md'), 'utf8')).toBe(
      `# ${shown?.title ?? ''}\n\`node --import tsx main.ts\` in this folder, or in [a copy of it in an app](../README.md), writes \`dist/\`. [What it is for, and what it needs](../../docs/exposure.md#${anchor}).\n`,
    );
  });
});

test('The guide shows every example once', () => {
  expect(SHOWN.map(({ file }) => file).sort()).toEqual(EXAMPLES.map((name) => `examples/${name}/main.ts`));
});

test.each(apps())('examples/%s says what it is for, how to run it, and that it has a test', (name) => {
  expect(readFileSync(join(ROOT, 'examples', name, 'README.md'), 'utf8')).toMatch(
    /^# .+\n`node --import tsx main\.ts` in this folder, or in \[a copy of it in an app\]\(\.\.\/README\.md\), writes `dist\/`; `chart\.test\.ts` is its own test\. \[What it is for, and what it needs\]\(\.\.\/\.\.\/[^)]+\)\.\n/,
  );
});

test.each(['k3s-at-home', 'minimal'])('An example runs as a program of its own: %s', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const { status, stderr } = spawnSync(process.execPath, ['--import', TSX, 'main.ts'], {
      cwd: join(ROOT, 'examples', name), encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder, CDK8S_OUTDIR: folder },
    });
    const { objects, printed } = runExample(name);

    expect(status).toBe(0);
    expect(stderr).toBe(printed.replace('kubectl apply -f dist/\n', `kubectl apply -f ${folder}/\n`));
    expect(readdirSync(folder)).toEqual(['jitsi.k8s.yaml']);
    expect(readFileSync(join(folder, 'jitsi.k8s.yaml'), 'utf8')).toBe(Yaml.stringify(...objects));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
