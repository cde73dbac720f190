/** A list or map, or nothing where it is empty: the API server drops an empty one, and each later apply would write it again. */
export function unlessEmpty<T extends object>(value: T | undefined): T | undefined {
  return value !== undefined && Object.keys(value).length > 0 ? value : undefined;
}
