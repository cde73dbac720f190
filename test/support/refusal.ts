import { InvalidPropsError } from '../../lib/validation/violations';

/** A value of a type that it has not. */
export function wrong(value: unknown): never {
  return value as never;
}

/** The message of the error, which must be one about props. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidPropsError);
    return String(error);
  }
  return 'nothing was refused';
}
