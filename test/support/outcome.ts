import { Chart } from 'cdk8s';
import { JicofoOptions, JvbOptions, NginxOptions, ProsodyOptions, Relays, WebOptions } from '../../lib';
import { InvalidPropsError, Violation } from '../../lib/validation/violations';
import { PoolInput, STACK_FIELDS, StackInput } from './arbitrary/stacks';
import { Manifest, manifests, meetChart } from './charts';
import { disagreed } from './consistency-matrix';
import { SURROUNDINGS } from './exposures';
import { findings, RuleName } from './posture-rules';

/** What became of some props: objects, or a refusal. Any other error goes on to the caller. */
export type Outcome = { readonly objects: Manifest[] } | { readonly violations: readonly Violation[] };

/** What becomes of props when a chart is rendered from them. */
export function outcomeOf(render: () => Chart): Outcome {
  try {
    return { objects: manifests(render()) };
  } catch (error) {
    if (error instanceof InvalidPropsError) {
      return { violations: error.violations };
    }
    throw error;
  }
}

export function stackOutcome({ id, ...props }: StackInput): Outcome {
  return outcomeOf(() => meetChart(props, id));
}

export function poolsOutcome(pools: readonly PoolInput[]): Outcome {
  return outcomeOf(() => {
    // Pools may have a region, which needs them.
    const chart = meetChart({ ...SURROUNDINGS, relays: Relays.between() });
    pools.forEach(({ pool, ...options }) => chart.meet.addBridges(pool, options));
    return chart;
  });
}

/** Rules that these props lift in so many words. */
function lifted({ images, prosody, jicofo, jvb }: Partial<StackInput>, pools: readonly JvbOptions[] = []): RuleName[] {
  const limited = [prosody, jicofo, jvb, ...pools].some((options) => options?.resources?.cpu?.limit !== undefined);
  const costly = [jvb, ...pools].some((options) => options?.deletionCost === true);
  return [
    ...(limited ? ['noThrottlingWhereItHurts'] as const : []), ...(costly ? ['rolesAreNarrow', 'tokensStayWithHelpers'] as const : []),
    ...(images?.pinDigests === false ? ['imagesHaveDigests'] as const : []),
  ];
}

/** What is wrong with an outcome that must be sound: objects that break no rule, or a refusal whose every line names a prop. */
export function unsound(made: Outcome, stack: Partial<StackInput>, pools: readonly PoolInput[] = []): string[] {
  return 'objects' in made ? [...findings(made.objects, lifted(stack, pools)), ...disagreed(made.objects).map((name) => `components disagree on ${name}`)]
    : made.violations.filter(({ field, problem }) => !namesProp(field) || problem === '').map(({ field, problem }) => `a refusal at "${field}", which is no prop: ${problem}`);
}

type ComponentProps = Required<NginxOptions & WebOptions & ProsodyOptions & JicofoOptions & PoolInput>;

/** What components and pools can be given; a prop that is added and is not here is a compile error. */
const COMPONENT_PROPS: Readonly<Record<keyof ComponentProps, true>> = {
  image: true, resources: true, extraEnv: true, nodeSelector: true, tolerations: true, priorityClassName: true, annotations: true, labels: true, extraVolumes: true, replicas: true,
  redirectHttp: true, hsts: true, clientLimits: true, securityHeaders: true, maxRequestBody: true, accessLog: true, assetCache: true, httpSnippet: true, serverSnippet: true,
  configJs: true, interfaceConfigJs: true, trustedProxies: true, maxHeap: true, exposure: true, bridges: true, drain: true, pool: true,
  scaling: true, deletionCost: true, region: true, namespace: true, createNamespace: true, branding: true, staticFiles: true, contentSecurityPolicy: true,
  customConfig: true, plugins: true, modules: true,
};
const COMPONENTS = ['nginx', 'web', 'prosody', 'jicofo', 'jvb', 'bootstrap'];

/** Whether a path starts at a prop of the stack, or of a component in it or of the pool that is added. */
function namesProp(path: string): boolean {
  const [first = '', second = ''] = path.split(/[.[]/);
  return COMPONENTS.includes(first) ? second in COMPONENT_PROPS : STACK_FIELDS.includes(first) || first in COMPONENT_PROPS;
}

/** Whether a refusal points at the field, or at something in it. */
export function pointsAt({ violations }: { readonly violations: readonly Violation[] }, wanted: string): boolean {
  return violations.some(({ field }) => field === wanted || (field.startsWith(wanted) && /^[.[]/.test(field.slice(wanted.length))));
}
