import { Manifest } from '../../../support/charts';
import { Configuration } from './configurations';
import { difference } from './content';
import { Namespace } from './namespace';

/** What the stack is applied with next, after another configuration or for the first time. */
export interface Move {
  readonly title: string;
  readonly objects: readonly Manifest[];
}

/**
 * Moves from each configuration to each other, once, in so many ways that can be gone at the same time, each in a namespace of its own. The first of each is
 * from nothing.
 */
export function moves(among: readonly Configuration[], ways: number, namespaceOf: (way: number) => string): Move[][] {
  const whole = everyMove(among.length);
  const length = Math.ceil((whole.length - 1) / ways);
  return Array.from({ length: ways }, (_, way) => {
    const configurations = among.map(([name, stack]) => ({ name, objects: stack(namespaceOf(way)) }));
    // Where one ends the next begins.
    return whole.slice(way * length, (way + 1) * length + 1).flatMap((to, step, part) => {
      const [before, after] = [configurations[part[step - 1] ?? -1], configurations[to]];
      return after === undefined ? [] : [{ title: `${before?.name ?? 'nothing'} -> ${after.name}`, objects: after.objects }];
    });
  });
}

/** Where what is there is not what is wanted: objects, and what is in them. */
export async function deviations(namespace: Namespace, wanted: ReadonlyMap<string, string>): Promise<string[]> {
  const there = await namespace.contents();
  return [
    ...[...there.keys()].filter((title) => !wanted.has(title)).map((title) => `${title} is still there`),
    ...[...wanted.keys()].filter((title) => !there.has(title)).map((title) => `${title} is not there`),
    ...[...wanted].filter(([title, content]) => there.has(title) && there.get(title) !== content).map(([title, content]) => `${title}: ${difference(there.get(title) ?? '', content)}`),
  ];
}

/** What each configuration makes of an empty namespace, by its objects. The namespace is made here. */
export async function ideals(namespace: Namespace, way: readonly Move[]): Promise<Map<readonly Manifest[], ReadonlyMap<string, string>>> {
  const ideal = new Map<readonly Manifest[], ReadonlyMap<string, string>>();
  for (const { objects } of way) {
    if (!ideal.has(objects)) {
      await Promise.all(objects.filter(({ kind }) => kind === 'Namespace').map((object) => namespace.apply(object)));
      ideal.set(objects, await namespace.wouldBe(objects));
    }
  }
  return ideal;
}

export function titlesOf(objects: readonly Manifest[]): string[] {
  return objects.filter(({ kind }) => kind !== 'Namespace').map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
}

/** A way that makes every move from one of so many to each other, once, and ends where it began. */
function everyMove(count: number): number[] {
  const left = Array.from({ length: count }, (_, from) => Array.from({ length: count }, (__, to) => to).filter((to) => to !== from));
  const [way, path]: [number[], number[]] = [[], [0]];
  // Hierholzer's algorithm: go on while there is a move left, and put what was passed before a dead end behind it.
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const next = left[at]?.pop();
    if (next === undefined) {
      way.unshift(at);
      path.pop();
    } else {
      path.push(next);
    }
  }
  return way;
}
