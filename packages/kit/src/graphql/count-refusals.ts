import {
  defaultFieldResolver,
  getNamedType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql'
import { sharedCounter, type Registry } from '../metrics/index.js'

/** The interface that every refusal of a result union implements. */
const REFUSAL = 'Refusal'

/**
 * Counts what mutations refuse, by mutation and type of the refusal: both are names of the schema, so there
 * are as many series as its result unions have refusals. All begin at 0.
 */
export function countRefusals(schema: GraphQLSchema, registry: Registry): void {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {})
  const refusing = fields.flatMap(field => {
    const refusals = refusalsOf(schema, field)
    return refusals.length === 0 ? [] : [{ field, refusals: new Set(refusals) }]
  })
  if (refusing.length === 0) return
  const counter = sharedCounter(registry, {
    name: 'waystone_refusals_total',
    help: 'Mutations that were refused for a reason that the player can act on, by the type of the refusal',
    labelNames: ['mutation', 'refusal'],
  })
  for (const { field, refusals } of refusing) {
    const mutation = field.name
    for (const refusal of refusals) counter.inc({ mutation, refusal }, 0)
    const resolve = field.resolve ?? defaultFieldResolver
    field.resolve = async (parent, args, context, info) => {
      const answer: unknown = await resolve(parent, args, context, info)
      const refusal = typenameOf(answer)
      if (refusal !== null && refusals.has(refusal)) counter.inc({ mutation, refusal })
      return answer
    }
  }
}

/** The types of refusals that the field may answer. */
function refusalsOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): readonly string[] {
  const refusal = schema.getType(REFUSAL)
  const type = getNamedType(field.type)
  if (!isInterfaceType(refusal) || !isUnionType(type)) return []
  return type
    .getTypes()
    .filter(member => isObjectType(member) && schema.isSubType(refusal, member))
    .map(member => member.name)
}

/** A refusal says by `__typename` which one it is: see resultType. */
const typenameOf = (answer: unknown): string | null =>
  typeof answer === 'object' && answer !== null && '__typename' in answer && typeof answer.__typename === 'string'
    ? answer.__typename
    : null
