/** A JSON schema, or a part of one. */
export interface Schema {
  [keyword: string]: unknown
}

/** The keywords that validate. Descriptions, defaults, formats and extensions of Kubernetes are left out. */
const KEPT = new Set([
  '$ref',
  'type',
  'enum',
  'required',
  'nullable',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
])

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The schema as it validates here: closed, so that a misspelled field is a problem. The API server drops
 * unknown fields silently unless it is asked otherwise.
 */
export function closeSchema(schema: Schema): Schema {
  if (isIntOrString(schema)) return { anyOf: [{ type: 'integer' }, { type: 'string' }] }
  const closed: Schema = Object.fromEntries(Object.entries(schema).filter(([keyword]) => KEPT.has(keyword)))
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = schema[keyword]
    if (Array.isArray(parts)) closed[keyword] = parts.filter(isSchema).map(closeAlternative)
  }
  if (isSchema(schema['items'])) closed['items'] = closeSchema(schema['items'])
  const { properties, additionalProperties } = schema
  if (isSchema(properties)) {
    closed['properties'] = mapSchemas(properties)
    closed['additionalProperties'] = schema['x-kubernetes-preserve-unknown-fields'] === true
  }
  if (isSchema(additionalProperties)) closed['additionalProperties'] = closeSchema(additionalProperties)
  return closed
}

const mapSchemas = (schemas: Schema): Schema =>
  Object.fromEntries(
    Object.entries(schemas).flatMap(([name, schema]) => (isSchema(schema) ? [[name, closeSchema(schema)]] : [])),
  )

/** Alternatives say which fields must be there, beside properties that are listed above them. */
function closeAlternative(schema: Schema): Schema {
  const { additionalProperties: _, ...open } = closeSchema(schema)
  return open
}

const isIntOrString = (schema: Schema): boolean =>
  schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string'

/** The definitions that a schema refers to, by name, and those that they refer to. */
export function reachable(definitions: Readonly<Record<string, Schema>>, from: readonly string[]): string[] {
  const found = new Set<string>()
  const visit = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    for (const [, next = ''] of JSON.stringify(definitions[name]).matchAll(/"#\/definitions\/([^"]+)"/g)) visit(next)
  }
  for (const name of from) visit(name)
  return [...found].toSorted()
}
