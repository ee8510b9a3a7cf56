import {
  getNullableType,
  GraphQLEnumType,
  GraphQLInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  isInputType,
  typeFromAST,
  valueFromASTUntyped,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'

/** A JSON Schema of 2020-12 (https://json-schema.org/draft/2020-12). */
export interface JsonSchema {
  readonly [keyword: string]: unknown
}

export interface ObjectSchema extends JsonSchema {
  readonly type: 'object'
}

const INT_MAX = 2 ** 31 - 1

const BUILT_IN: ReadonlyMap<string, JsonSchema> = new Map([
  ['String', { type: 'string' }],
  ['ID', { type: 'string' }],
  ['Boolean', { type: 'boolean' }],
  ['Int', { type: 'integer', minimum: -INT_MAX - 1, maximum: INT_MAX }],
  ['Float', { type: 'number' }],
])

/**
 * The variables of an operation as a JSON Schema: an object with a property for each. Enums and input objects are
 * under `$defs`, so that an input object may hold itself. Scalars of the schema's own take any value, with their
 * descriptions; GraphQL checks them.
 * @param operation valid on the schema.
 */
export function inputSchemaOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ObjectSchema {
  const defined = new Map<string, JsonSchema>()
  // Any name of GraphQL may come, such as __proto__.
  const properties = new Map<string, JsonSchema>()
  const required: string[] = []
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const name = variable.name.value
    const found = typeFromAST(schema, type)
    if (!isInputType(found)) throw new Error('Expected an operation that is valid on the schema')
    if (type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined) required.push(name)
    const value = schemaOf(found, defined)
    properties.set(name, defaultValue === undefined ? value : { ...value, default: valueFromASTUntyped(defaultValue) })
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
    ...(defined.size > 0 && { $defs: Object.fromEntries(defined) }),
  }
}

function schemaOf(type: GraphQLInputType, defined: Map<string, JsonSchema>): JsonSchema {
  const nullable = getNullableType(type)
  const value = isListType(nullable)
    ? { type: 'array', items: schemaOf(nullable.ofType, defined) }
    : namedSchema(nullable, defined)
  return isNonNullType(type) ? value : orNull(value)
}

type NamedInput = GraphQLScalarType | GraphQLEnumType | GraphQLInputObjectType

function namedSchema(type: NamedInput, defined: Map<string, JsonSchema>): JsonSchema {
  if (!(type instanceof GraphQLEnumType) && !(type instanceof GraphQLInputObjectType)) return scalarSchema(type)
  if (!defined.has(type.name)) {
    // Known before its fields are looked at: one of them may be of this type.
    defined.set(type.name, {})
    defined.set(type.name, type instanceof GraphQLEnumType ? enumSchema(type) : inputObjectSchema(type, defined))
  }
  return { $ref: `#/$defs/${type.name}` }
}

const scalarSchema = ({ name, description, specifiedByURL }: GraphQLScalarType): JsonSchema =>
  BUILT_IN.get(name) ?? {
    description: [description ?? name, specifiedByURL ?? ''].filter(text => text !== '').join(' '),
  }

function enumSchema(type: GraphQLEnumType): JsonSchema {
  const values = type.getValues()
  const told = values.flatMap(({ name, description }) => (description ? [`${name}: ${description}`] : []))
  const description = [type.description ?? '', ...told].filter(text => text !== '').join('\n')
  return { enum: values.map(({ name }) => name), ...(description !== '' && { description }) }
}

function inputObjectSchema(type: GraphQLInputObjectType, defined: Map<string, JsonSchema>): JsonSchema {
  const fields = Object.values(type.getFields())
  const required = fields.filter(isRequiredInputField).map(({ name }) => name)
  const properties = fields.map(({ name, description, type: ofField, defaultValue }) => {
    const more = { ...(description && { description }), ...(defaultValue !== undefined && { default: defaultValue }) }
    return [name, { ...schemaOf(ofField, defined), ...more }] as const
  })
  return {
    type: 'object',
    ...(type.description && { description: type.description }),
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
}

/** One keyword less for a reader where the schema is a type alone. */
const orNull = (value: JsonSchema): JsonSchema => {
  const { type } = value
  if (typeof type === 'string') return { ...value, type: [type, 'null'] }
  return '$ref' in value ? { anyOf: [value, { type: 'null' }] } : value
}
