import { isAbstractType, isObjectType, type GraphQLSchema } from 'graphql'

/** The names of the object and interface types that a type condition lets through. */
export function typeNamesUnder(schema: GraphQLSchema, condition: string): ReadonlySet<unknown> {
  const names = new Set<unknown>([condition])
  const type = schema.getType(condition)
  if (!isAbstractType(type)) return names
  for (const { name } of schema.getPossibleTypes(type)) names.add(name)
  if ('getInterfaces' in type) for (const { name } of schema.getImplementations(type).interfaces) names.add(name)
  return names
}

/** Checks that an object requested under one type name can be of the type that the response names instead. */
export function canBeOf(schema: GraphQLSchema, asked: unknown, answered: unknown): boolean {
  const abstract = schema.getType(String(asked))
  const type = schema.getType(String(answered))
  return isAbstractType(abstract) && isObjectType(type) && schema.isSubType(abstract, type)
}
