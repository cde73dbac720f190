import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { apiDiff, lastAssembly } from '../tools/releases/api-diff';

interface Member {
  name: string;
  optional?: boolean;
  docs: { stability: string };
}

interface Assembly {
  types: Record<string, { properties: Member[] }>;
}

/** The last release's public API with JitsiMeetProps made into something else. */
function withProps(change: (properties: Member[]) => Member[]): string {
  const assembly = JSON.parse(lastAssembly()) as Assembly;
  const props = assembly.types['cdk8s-jitsi.JitsiMeetProps'];
  expect(props?.properties.map(({ name }) => name)).toContain('jvb');
  Object.assign(props ?? {}, { properties: change(props?.properties ?? []) });
  return JSON.stringify(assembly);
}

const jvb = ({ name }: Member): boolean => name === 'jvb';

test.each<[string, (properties: Member[]) => Member[], string]>([
  ['a prop that is gone', (properties) => properties.filter((each) => !jvb(each)), 'has been removed'],
  ['a prop that is no longer optional', (properties) => properties.map((each) => (jvb(each) ? { ...each, optional: false } : each)), 'jvb'],
])('npm run api:diff fails for %s, though everything is experimental', (_what, change, text) => {
  expect(apiDiff(lastAssembly(), withProps(change), devNull)).toMatchObject({ compatible: false, text: expect.stringMatching(new RegExp(`err .*JitsiMeetProps.*${text}`)) as string });
});

test('npm run api:diff takes a new optional prop', () => {
  const more = withProps((properties) => [...properties, ...properties.filter(jvb).map((each) => ({ ...each, name: 'bridge' }))]);
  expect(apiDiff(lastAssembly(), more, devNull)).toMatchObject({ compatible: true });
});

test('npm run api:diff takes what is allowed, and says what need not be', () => {
  const allowed = join(mkdtempSync(join(tmpdir(), 'allowed-')), 'changes.txt');
  try {
    writeFileSync(allowed, '# on purpose\nremoved:cdk8s-jitsi.JitsiMeetChartProps.jvb\nremoved:cdk8s-jitsi.JitsiMeetProps.jvb\nremoved:cdk8s-jitsi.Tls\n');
    const less = withProps((properties) => properties.filter((each) => !jvb(each)));
    expect(apiDiff(lastAssembly(), less, allowed)).toMatchObject({ compatible: true, idle: ['removed:cdk8s-jitsi.Tls'] });
  } finally {
    rmSync(dirname(allowed), { recursive: true });
  }
});
