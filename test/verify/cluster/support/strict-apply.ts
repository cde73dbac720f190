import { Manifest } from '../../../support/charts';
import { alterations } from './content';
import { Namespace } from './namespace';

const WORKLOADS = ['Deployment', 'Job', 'StatefulSet'];

/** Applies objects, and says what the API server had against them, what it warned of, and what it has in another form than it was written. */
export async function strictly(namespace: Namespace, objects: readonly Manifest[]): Promise<string[]> {
  // Whatever pods need is there before controllers make them, else these say that they could not.
  const step = ({ kind }: Manifest): number => (kind === 'Namespace' ? 0 : WORKLOADS.includes(kind) ? 2 : 1);
  const problems: string[] = [];
  for (const now of [0, 1, 2]) {
    problems.push(...await each(namespace, objects.filter((object) => step(object) === now)));
  }
  return problems;
}

async function each(namespace: Namespace, objects: readonly Manifest[]): Promise<string[]> {
  return (await Promise.all(objects.map(async (object) => {
    const { status, body, warning } = await namespace.apply(object);
    const problems = status < 300 ? [warning, ...alterations(object, body)] : [JSON.stringify(body)];
    return problems.filter((problem) => problem !== '').map((problem) => `${object.kind}/${object.metadata.name}: ${problem}`);
  }))).flat();
}
