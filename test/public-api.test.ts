import { publicFiles, unsaid } from './support/public-api';

const DOCUMENTED = `
/** How a thing is made. */
export interface ThingOptions {
  /**
   * How long it takes, in whole seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly patience?: Duration;
  /** Its name in the cluster. */
  readonly name: string;
}
/** A thing of some kind. */
export class Thing {
  /**
   * A thing that is known by its name.
   *
   * @param name what it is called.
   */
  public static byName(name: string): Thing { return new Thing(name); }
  /**
   * @param name what it is called.
   * @throws an error where nothing can be called so.
   */
  constructor(name: string) { refuse('Thing', []); }
  private hidden(): void {}
  public _judge(): void {}
}
/** Sizes that there are. */
export enum ThingSize {
  /** As small as can be. */
  SMALL = 'small',
}
`;

const unsaidOf = (text: string): string[] => unsaid('thing.ts', text, ['ThingOptions', 'Thing', 'ThingSize']);

test('Every public name says what it is, its default, its measure, its parameters and that it throws', () => {
  const files = [...publicFiles()];

  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(([file, { text, names }]) => unsaid(file, text, names).map((what) => `${file}: ${what}`))).toEqual([]);
});

describe('A name that leaves something unsaid is found:', () => {
  test('none of what is documented is', () => {
    expect(unsaidOf(DOCUMENTED)).toEqual([]);
  });

  test.each([
    ['a struct', '/** How a thing is made. */\n', '', 'ThingOptions: a summary, which is a sentence'],
    ['a prop', '  /** Its name in the cluster. */\n', '', 'ThingOptions.name: a summary, which is a sentence'],
    ['a prop of one word', 'Its name in the cluster.', 'Name.', 'ThingOptions.name: a summary, which is a sentence'],
    ['what comes behind a semicolon', 'Its name in the cluster.', 'Its name; in the cluster.', 'ThingOptions.name: a full stop where it has the first semicolon'],
    ['a default', '   * @default Duration.seconds(1)\n', '', 'ThingOptions.patience: @default'],
    ['a default of what must be given', 'patience?', 'patience', 'ThingOptions.patience: a question mark, or no @default'],
    ['a measure', 'How long it takes, in whole seconds.', 'The patience of it.', 'ThingOptions.patience: what it counts or is measured in'],
    ['a class', '/** A thing of some kind. */\n', '', 'Thing: a summary, which is a sentence'],
    ['a factory', 'A thing that is known by its name.', '', 'Thing.byName: a summary, which is a sentence'],
    ['a parameter', '   * @param name what it is called.\n   */\n  public', '   */\n  public', 'Thing.byName: @param name'],
    ['an error', '   * @throws an error where nothing can be called so.\n', '', 'Thing.constructor: @throws'],
    ['an enumeration', '/** Sizes that there are. */\n', '', 'ThingSize: a summary, which is a sentence'],
    ['a member of one', '  /** As small as can be. */\n', '', 'ThingSize.SMALL: a summary, which is a sentence'],
  ])('%s', (_what, said, instead, found) => {
    expect(DOCUMENTED).toContain(said);
    expect(unsaidOf(DOCUMENTED.replace(said, instead))).toEqual([found]);
  });
});
