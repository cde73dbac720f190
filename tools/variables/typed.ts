import * as kplus from 'cdk8s-plus-27';
import { JitsiMeetChartProps } from '../../lib';
import { InvalidPropsError } from '../../lib/validation/violations';
import { manifests, meetChart } from '../../test/support/charts';
import { Component } from '../../test/support/consistency-matrix';
import { everythingOfAStack } from '../../test/support/everything';
import { IMAGE_VARIABLES } from '../../test/support/image-variables';
import { environmentOf, workloads } from '../../test/support/pods';
import { componentOf } from '../../test/support/posture/rule';
import { KINDS, without } from './stacks';

export const COMPONENTS: readonly Component[] = ['web', 'prosody', 'jicofo', 'jvb'];

/** A variable of a component, as `component NAME`. */
type Variable = `${Component} ${string}`;

type Environment = ReadonlyMap<Variable, string>;

/** What the images of a stack are told, by component and variable; undefined where the props are refused. Bridges of a pool differ in what no prop says. */
function environment(props: Partial<JitsiMeetChartProps>): Environment | undefined {
  try {
    return new Map(workloads(manifests(meetChart(props))).flatMap((workload) => COMPONENTS.filter((component) => component === componentOf(workload)).flatMap((component) => (
      Object.entries(environmentOf(workload)).filter(([name]) => IMAGE_VARIABLES[component].has(name)).map(([name, value]) => [`${component} ${name}`, value] as const)
    ))));
  } catch (error) {
    // What only the whole stack can judge is refused when manifests are made.
    if (error instanceof InvalidPropsError || String(error).startsWith('Error: Validation failed')) {
      return undefined;
    }
    throw error;
  }
}

function differences(one: Environment, other: Environment): Variable[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((variable) => one.get(variable) !== other.get(variable));
}

function isStruct(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Paths of all props, those of structs in structs too. Extra variables are what is not typed. */
export function paths(props: unknown): string[][] {
  return !isStruct(props) ? [[]] : Object.entries(props).filter(([name]) => name !== 'extraEnv').flatMap(([name, value]) => {
    const inside = paths(value);
    return [[name], ...inside.filter((path) => path.length > 0).map((path) => [name, ...path])];
  });
}

function get(props: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>>)[name], props);
}

function put(props: object, [name = '', ...rest]: readonly string[], value: unknown): object {
  return { ...props, [name]: rest.length === 0 ? value : put((props as Readonly<Record<string, object | undefined>>)[name] ?? {}, rest, value) };
}

/** The props that write each variable, found by setting them. */
export function typedVariables(): ReadonlyMap<Variable, readonly string[]> {
  const found = new Map<Variable, Set<string>>();
  const note = (path: string, variables: readonly Variable[]): void => { variables.forEach((variable) => {
    found.set(variable, (found.get(variable) ?? new Set()).add(path));
  }); };
  const everything = everythingOfAStack();
  const [plain, full] = [environment({}), environment(everything)];
  if (plain === undefined || full === undefined) {
    throw new Error('the default stack, or the one with every prop set, is refused');
  }
  for (const path of paths(everything).filter((one) => !isStruct(get(everything, one)) || one.join('.') === 'features.rateLimits')) {
    // Beside nothing, and where it needs others, by what is missing without it.
    const alone = environment(put({}, path, isStruct(get(everything, path)) ? {} : get(everything, path)));
    const missing = alone === undefined ? environment(put(everything, path, undefined)) : undefined;
    note(path.join('.'), alone !== undefined ? differences(plain, alone) : missing !== undefined ? differences(full, missing) : []);
  }
  for (const [path, props] of KINDS) {
    const [before, after] = [environment(without(path, props)), environment(props)];
    if (before === undefined || after === undefined) {
      throw new Error(`a stack that shows what ${path} writes is refused`);
    }
    note(path, differences(before, after));
  }
  return new Map([...found].map(([variable, props]) => [variable, [...props]]));
}

/** What is said of each variable that a component's user cannot add. */
export function refusedVariables(): ReadonlyMap<Variable, string> {
  const secret = kplus.Secret.fromSecretName(meetChart(), 'secret', 'own');
  return new Map(COMPONENTS.flatMap((component) => {
    const extraEnv = Object.fromEntries([...IMAGE_VARIABLES[component]].map((name) => [name, kplus.EnvValue.fromSecretValue({ secret, key: 'key' })]));
    try {
      meetChart({ [component]: { extraEnv } });
      return [];
    } catch (error) {
      const violations = error instanceof InvalidPropsError ? error.violations : [];
      return violations.filter(({ problem }) => problem.startsWith(SET_BY_CONSTRUCT))
        .map(({ field, problem }) => [`${component} ${field.replace(/.*\./, '')}`, problem.slice(SET_BY_CONSTRUCT.length)] as const);
    }
  }));
}

const SET_BY_CONSTRUCT = 'the construct sets this variable itself: ';
