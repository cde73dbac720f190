import { Manifest } from './charts';
import { title } from './objects';

/** Makes other objects of some objects. */
export type Edit = (objects: readonly Manifest[]) => Manifest[];

/** Puts a value into an object, found as `Kind/name`, at a path such as `spec > ports > http > port`; items of lists are found by number or name. */
export function put(object: string, path: string, value: unknown): Edit {
  return (objects) => objects.map((each) => (title(each) === object ? changed(each, path.split(' > '), () => value) as Manifest : each));
}

/** Takes something out of an object. */
export function drop(object: string, path: string): Edit {
  return put(object, path, undefined);
}

/** Appends to a list of an object. */
export function append(object: string, path: string, item: unknown): Edit {
  return (objects) => objects.map((each) => (title(each) === object ? changed(each, path.split(' > '), (list) => [...list as unknown[], item]) as Manifest : each));
}

/** Takes an object away. */
export function remove(object: string): Edit {
  return (objects) => objects.filter((each) => title(each) !== object);
}

/** Adds an object. */
export function add(object: Manifest & Readonly<Record<string, unknown>>): Edit {
  return (objects) => [...objects, object];
}

/** Several edits, one after the other. */
export function all(...edits: readonly Edit[]): Edit {
  return (objects) => edits.reduce((sofar, edit) => edit(sofar), [...objects]);
}

function changed(target: unknown, [key, ...rest]: readonly string[], change: (before: unknown) => unknown): unknown {
  if (key === undefined) {
    return change(target);
  }
  if (Array.isArray(target)) {
    const items = target as unknown[];
    const place = /^\d+$/.test(key) ? Number(key) : items.findIndex((item) => (item as { readonly name?: string }).name === key);
    if (!(place in items)) {
      throw new Error(`there is no ${key} to change`);
    }
    return items.map((item, index) => (index === place ? changed(item, rest, change) : item)).filter((item) => item !== undefined);
  }
  const fields = target as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries({ ...fields, [key]: changed(fields[key], rest, change) }).filter(([, value]) => value !== undefined));
}
