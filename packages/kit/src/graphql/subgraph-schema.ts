import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  defaultFieldResolver,
  getArgumentValues,
  GraphQLError,
  GraphQLScalarType,
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { DateTimeResolver, JSONResolver, SafeIntResolver } from 'graphql-scalars'
import { accessRefusal } from '../auth/index.js'
import type { Registry } from '../metrics/index.js'
import { isGranted } from '../roles/index.js'
import { countRefusals } from './count-refusals.js'
import { internNames } from './latin1-names.js'
import { rememberWrites } from './remember-writes.js'
import type { RequestContext } from './request-context.js'

/** Dates are serialized as ISO strings here, because in-process answers are not serialized a second time. */
const dateTime = new GraphQLScalarType({
  ...DateTimeResolver.toConfig(),
  serialize: value => DateTimeResolver.serialize(value).toISOString(),
})

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  throw new GraphQLError('Expected a text such as "aria@example.com"')
}

/**
 * Any text. Whether it is an address is for the use case to say, as a refusal that names the field: an error
 * of the scalar would cost the whole operation. Addresses that another application took must leave as well.
 */
const emailAddress = new GraphQLScalarType({
  name: 'EmailAddress',
  serialize: textOf,
  parseValue: textOf,
  parseLiteral: node => textOf(node.kind === Kind.STRING ? node.value : undefined),
})

const scalars = {
  DateTime: dateTime,
  EmailAddress: emailAddress,
  JSON: JSONResolver,
  SafeInt: SafeIntResolver,
}

/**
 * The executable schema of a subgraph: its contract, its resolvers, the scalars it declares, and @authenticated and
 * @requiresScopes enforced, so that a subgraph reached directly is as closed as the gateway.
 */
export function createSubgraphSchema(options: {
  typeDefs: string
  resolvers: object
  /** Where refusals are counted; left out, they are not. */
  metrics?: Registry | undefined
}): GraphQLSchema {
  internNames(options.typeDefs)
  const typeDefs = parse(options.typeDefs)
  const declared = new Set(
    typeDefs.definitions.flatMap(definition =>
      definition.kind === 'ScalarTypeDefinition' ? [definition.name.value] : [],
    ),
  )
  const used = Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name)))
  const schema = buildSubgraphSchema({ typeDefs, resolvers: { ...used, ...options.resolvers } })
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) && !type.name.startsWith('__')) enforceAccess(type, schema)
  }
  partsOf.set(schema, options)
  if (options.metrics !== undefined) countRefusals(schema, options.metrics)
  rememberWrites(schema)
  return schema
}

const partsOf = new WeakMap<GraphQLSchema, { resolvers: object; metrics?: Registry | undefined }>()

/** Another contract for the resolvers of a schema that createSubgraphSchema made. @throws where the two do not fit. */
export function withTypeDefs(schema: GraphQLSchema, typeDefs: string): GraphQLSchema {
  const parts = partsOf.get(schema)
  if (parts === undefined) throw new Error('Expected a schema that createSubgraphSchema made')
  return createSubgraphSchema({ ...parts, typeDefs })
}

type Resolver = GraphQLFieldResolver<unknown, RequestContext>

function enforceAccess(type: GraphQLObjectType, schema: GraphQLSchema): void {
  const onType = accessRules(
    [type.astNode, ...type.extensionASTNodes].flatMap(node => node?.directives ?? []),
    schema,
  )
  for (const field of Object.values(type.getFields()) as GraphQLField<unknown, RequestContext>[]) {
    const rules = [...onType, ...accessRules(field.astNode?.directives ?? [], schema)]
    if (rules.length === 0) continue
    const resolve: Resolver = field.resolve ?? defaultFieldResolver
    field.resolve = (parent, args, context, info) => {
      if (!rules.every(rule => rule(context))) throw refusedField(context)
      return resolve(parent, args, context, info)
    }
    const { subscribe } = field
    if (subscribe === undefined) continue
    field.subscribe = (parent, args, context, info) => {
      if (!rules.every(rule => rule(context))) throw refusedField(context)
      return subscribe(parent, args, context, info)
    }
  }
}

function accessRules(
  directives: readonly ConstDirectiveNode[],
  schema: GraphQLSchema,
): ((context: RequestContext) => boolean)[] {
  return directives.flatMap(directive => {
    if (directive.name.value === 'authenticated') return [(context: RequestContext) => context.viewer !== null]
    if (directive.name.value !== 'requiresScopes') return []
    const definition = schema.getDirective('requiresScopes')
    if (!definition) throw new Error('@requiresScopes is used but not imported')
    const { scopes } = getArgumentValues(definition, directive) as { scopes: string[][] }
    return [(context: RequestContext) => isGranted(context.viewer, scopes)]
  })
}

/** The same refusal that the gateway gives. */
function refusedField({ viewer }: RequestContext): GraphQLError {
  const { message, code } = accessRefusal(viewer)
  return new GraphQLError(message, { extensions: { code } })
}
