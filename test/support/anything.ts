import { Duration } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-27';
import { Tls } from '../../lib';
import { InvalidPropsError } from '../../lib/validation/violations';
import { meetChart } from './charts';
import { everythingOfAStack } from './everything';
import { wrong } from './refusal';

/** Values of the wrong type for most props, and of the right one for some. */
const ANYTHING: readonly unknown[] = [null, 5, true, 'x', [], ['x'], [null], {}, { a: 1 }, () => 1, Symbol('x'), 5n, new Map(), Duration.minutes(5), EnvValue.fromValue('x'), Tls.selfSigned(), Tls];

/** The places of all props, those of structs in structs too. */
function places(props: unknown): string[][] {
  const inside = Array.isArray(props) || (typeof props === 'object' && props !== null && Object.getPrototypeOf(props) === Object.prototype);
  return [[], ...(inside ? Object.entries(props as object).flatMap(([name, value]) => places(value).map((place) => [name, ...place])) : [])];
}

function put(props: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) {
    return value;
  }
  const inside = (props as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(props) ? props.map((one: unknown, index) => (String(index) === name ? put(one, rest, value) : one)) : { ...props as object, [name]: put(inside, rest, value) };
}

/** Every place gets values: one of so many, in turn, so that each value is somewhere. */
export function anythingIsTakenOrRefused(oneOf: number): void {
  test.each(Object.keys(everythingOfAStack()))('Whatever %s is given, it is taken or refused, and crashes nothing', (prop) => {
    const stack = everythingOfAStack();
    const errors = places(stack).filter(([first]) => first === prop)
      .flatMap((place, index) => ANYTHING.filter((_, turn) => (index + turn) % oneOf === 0).map((value) => errorOf(() => meetChart(wrong(put(stack, place, value))))));

    expect(errors.filter((error) => error !== undefined && !(error instanceof InvalidPropsError))).toEqual([]);
  });
}

function errorOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}
