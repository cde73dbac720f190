import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

// Makes schemas for `kubeconform -strict`, a file for each kind of object:
//   node --import tsx convert.ts OUT swagger.json   (of a release of Kubernetes)
//   node --import tsx convert.ts OUT crd.yaml...
// Libraries that convert OpenAPI schemas know nothing of kinds of objects, of strictness, and of Kubernetes' int-or-string, and that is all there is to do.

interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const INT_OR_STRING: Schema = { type: ['string', 'integer'] };
const QUANTITY: Schema = { type: ['string', 'number'] };

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is written for a field that may be missing: null means the same to the API server. */
function nullable(schema: Schema): Schema {
  return {
    ...schema,
    ...(schema.type !== undefined && { type: [schema.type, 'null'].flat() }),
    ...(Array.isArray(schema.enum) && { enum: [...schema.enum as unknown[], null] }),
  };
}

/** A schema without what only Kubernetes understands, which refuses fields that it does not name. Parts of a choice name only some fields, so they refuse none. */
function converted(schema: Schema, strict: boolean = true): Schema {
  if (schema.$ref !== undefined) {
    return { $ref: schema.$ref };
  }
  if (schema.format === 'int-or-string' || schema['x-kubernetes-int-or-string'] === true) {
    return INT_OR_STRING;
  }
  const { properties, required = [], items, additionalProperties, not } = schema;
  const closed = strict && properties !== undefined && additionalProperties === undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true;
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keyword.startsWith('x-') && keyword !== 'format' && keyword !== 'description')),
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => (
      [name, required.includes(name) ? converted(field, strict) : nullable(converted(field, strict))]
    ))) }),
    ...(closed && { additionalProperties: false }),
    ...(isSchema(additionalProperties) && { additionalProperties: converted(additionalProperties, strict) }),
    ...(isSchema(items) && { items: converted(items, strict) }),
    ...(isSchema(not) && { not: converted(not, false) }),
    ...Object.fromEntries(['allOf', 'anyOf', 'oneOf'].flatMap((choice) => {
      const parts = schema[choice];
      return Array.isArray(parts) ? [[choice, parts.filter(isSchema).map((part) => converted(part, false))]] : [];
    })),
  };
}

/** Names of the definitions that a schema refers to, and those that these refer to. */
function reached(from: unknown, definitions: Readonly<Record<string, Schema>>, found = new Set<string>()): Set<string> {
  if (typeof from === 'object' && from !== null) {
    const { $ref } = from as { readonly $ref?: unknown };
    const name = typeof $ref === 'string' ? $ref.replace('#/definitions/', '') : undefined;
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      reached(definitions[name], definitions, found);
    }
    Object.values(from).forEach((part) => reached(part, definitions, found));
  }
  return found;
}

function write(out: string, { group, version, kind }: Kind, schema: Schema): void {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const name = [kind.toLowerCase(), group.replace(/\..*/, ''), version].filter((part) => part !== '').join('-');
  writeFileSync(join(out, `${name}.json`), JSON.stringify({
    ...schema,
    properties: { ...schema.properties, apiVersion: { enum: [apiVersion] }, kind: { enum: [kind] } },
    required: [...new Set([...schema.required ?? [], 'apiVersion', 'kind'])],
  }));
}

function convertRelease(out: string, file: string): void {
  const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as { readonly definitions: Readonly<Record<string, Schema>> };
  const all = Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, nullable(name.endsWith('.resource.Quantity') ? QUANTITY : converted(schema))]));
  for (const [name, schema] of Object.entries(definitions)) {
    const [kind, ...others] = (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[];
    // What belongs to several, such as DeleteOptions, is no object of a manifest.
    if (kind !== undefined && others.length === 0) {
      write(out, kind, { ...all[name], definitions: Object.fromEntries([...reached(all[name], all)].map((used) => [used, all[used]])) });
    }
  }
}

interface CustomResourceDefinition {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: ReadonlyArray<{ readonly name: string; readonly schema: { readonly openAPIV3Schema: Schema } }>;
  };
}

function convertCustomResources(out: string, file: string): void {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const { spec: { group, names: { kind }, versions } } = document.toJS() as CustomResourceDefinition;
    for (const { name: version, schema: { openAPIV3Schema } } of versions) {
      const schema = converted(openAPIV3Schema);
      write(out, { group, version, kind }, { ...schema, properties: { ...schema.properties, metadata: { type: 'object' } } });
    }
  }
}

const [out = '', ...files] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
for (const file of files) {
  (file.endsWith('.json') ? convertRelease : convertCustomResources)(out, file);
}
