import { Manifest } from '../../../support/charts';
import { alterations } from './content';
import { Namespace } from './namespace';

/** Applies objects, their Namespace first, and says what the API server had against them, what it warned of, and what it has in another form than it was written. */
export async function strictly(namespace: Namespace, objects: readonly Manifest[]): Promise<string[]> {
  const [first, rest] = [objects.filter(({ kind }) => kind === 'Namespace'), objects.filter(({ kind }) => kind !== 'Namespace')];
  return [...await each(namespace, first), ...await each(namespace, rest)];
}

async function each(namespace: Namespace, objects: readonly Manifest[]): Promise<string[]> {
  return (await Promise.all(objects.map(async (object) => {
    const { status, body, warning } = await namespace.apply(object);
    const problems = status < 300 ? [warning, ...alterations(object, body)] : [JSON.stringify(body)];
    return problems.filter((problem) => problem !== '').map((problem) => `${object.kind}/${object.metadata.name}: ${problem}`);
  }))).flat();
}
