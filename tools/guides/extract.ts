import { Yaml } from 'cdk8s';
import { Manifest } from '../../test/support/charts';

type Tree = Readonly<Record<string, unknown>>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Of a value, what a path leads to, in its place. A part in brackets is names of elements of a list, with commas between them. */
function pick(value: unknown, [part, ...rest]: readonly string[]): unknown {
  if (part === undefined) {
    return value;
  }
  if (part.startsWith('[')) {
    const elements: readonly unknown[] = Array.isArray(value) ? value : [];
    const found = part.slice(1, -1).split(',').map((name) => elements.find((element) => isTree(element) && element.name === name));
    const inside = found.map((element) => pick(element, rest));
    return inside.includes(undefined) ? undefined : found.map((element, index) => (isTree(element) && rest.length > 0 ? { name: element.name, ...inside[index] as object } : element));
  }
  const [key, tree] = [part.replaceAll('"', ''), isTree(value) ? value : {}];
  const found = Object.hasOwn(tree, key) ? pick(tree[key], rest) : undefined;
  return found === undefined ? undefined : { [key]: found };
}

function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) {
    const names = one.map((element) => (isTree(element) ? element.name : undefined));
    return other.reduce<unknown[]>((list, element: unknown) => {
      const at = isTree(element) ? names.indexOf(element.name) : -1;
      return at < 0 ? [...list, element] : list.map((own, index) => (index === at ? merged(own, element) : own));
    }, one);
  }
  return isTree(one) && isTree(other)
    ? Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => [key, key in one && key in other ? merged(one[key], other[key]) : key in one ? one[key] : other[key]]))
    : other;
}

/**
 * The YAML of what is chosen of some objects: `Kind/name path path; Kind/name`. Without a path it is the whole object.
 *
 * @throws an error where there is no such object, or nothing at a path: a guide would show what is not there.
 */
export function extract(objects: readonly Manifest[], chosen: string): string {
  return Yaml.stringify(...chosen.split(';').map((choice) => {
    const [title = '', ...paths] = choice.trim().split(/\s+/);
    const object = objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === title);
    if (!object) {
      throw new Error(`there is no ${title}, only ${objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).join(', ')}`);
    }
    return paths.length === 0 ? object : paths.reduce<unknown>((shown, path) => {
      const found = pick(object, path.match(/"[^"]+"|\[[^\]]+\]|[^.[\]"]+/g) ?? []);
      if (found === undefined) {
        throw new Error(`${title} has no ${path}`);
      }
      return merged(shown, found);
    }, { kind: object.kind, metadata: { name: object.metadata.name } });
  }));
}
