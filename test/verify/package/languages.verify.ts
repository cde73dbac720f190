import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed, tryCommand } from '../support/command';
import { prepared } from '../support/program';
import { scopePerFile } from '../support/scope';
import { COMPILING, fromSources, REPOSITORY, sha256, Sums, synthesis } from '../support/synthesis';

const scope = scopePerFile();

describe('the example', () => {
  let packages: string;
  let reference: Sums;
  const table: string[] = [];

  beforeAll(async () => {
    packages = printed('tools/languages/packages.sh', await tryCommand([join(REPOSITORY, 'tools/languages/packages.sh')])).trim();
    reference = await fromSources(scope);
  }, COMPILING);

  afterAll(() => {
    process.stderr.write(`\n| language | SHA-256 of the default stack | of the one with many options |\n| --- | --- | --- |\n${table.join('\n')}\n`);
  });

  function noted(language: string, sums: Sums): Sums {
    table.push(`| ${language} | ${sums['jitsi.k8s.yaml'] ?? ''} | ${sums['meetings.k8s.yaml'] ?? ''} |`);
    return sums;
  }

  test('begins with the default stack, as it is in dist/', () => {
    expect(Object.keys(noted('TypeScript', reference))).toEqual(['jitsi.k8s.yaml', 'meetings.k8s.yaml']);
    expect(reference['jitsi.k8s.yaml']).toBe(sha256(join(REPOSITORY, 'dist/jitsi.k8s.yaml')));
  });

  test('for Python writes the same bytes', async () => {
    const modules = [join(packages, 'python'), join(prepared('LANGUAGES'), 'python')].join(':');

    expect(noted('Python', await synthesis(scope, ['python3', join(REPOSITORY, 'examples/python/main.py')], { PYTHONPATH: modules, PYTHONDONTWRITEBYTECODE: '1' }))).toEqual(reference);
  });

  test('for Go writes the same bytes', async () => {
    expect(noted('Go', await synthesis(scope, [join(packages, 'go/app')]))).toEqual(reference);
  });

  test('for Java writes the same bytes', async () => {
    const classes = [join(packages, 'java'), join(prepared('LANGUAGES'), 'java'), join(prepared('LANGUAGES'), 'jars/*')].join(':');

    expect(noted('Java', await synthesis(scope, ['java', '-cp', classes, 'org.example.Main']))).toEqual(reference);
  });

  // There is no .NET on the machines that run these tests.
  test('could be written for .NET, whose package is generated but not compiled', () => {
    const folder = join(packages, 'dotnet/Cdk8s.Jitsi');
    const { version } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as { version: string };

    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['Cdk8s.Jitsi.csproj', `cdk8s-jitsi-${version}.tgz`]));
    expect(existsSync(join(folder, 'Cdk8s/Jitsi/JitsiMeetChart.cs'))).toBe(true);
  });

  test('in another language hears what is wrong with a value in the words of TypeScript', async () => {
    const code = 'import cdk8s, cdk8s_jitsi\ncdk8s_jitsi.JitsiMeetChart(cdk8s.App(), "jitsi", public_url="http://meet.example.org")';
    const modules = [join(packages, 'python'), join(prepared('LANGUAGES'), 'python')].join(':');

    await expect(synthesis(scope, ['python3', '-c', code], { PYTHONPATH: modules })).rejects.toThrow('publicUrl: "http://meet.example.org"');
  });
});
