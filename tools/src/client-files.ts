import { isAbstractType, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql'

/**
 * The schema as code generators, editors and linters of a frontend read it. Sorted, so that a moved field is
 * no change.
 */
export const apiSdlOf = (schema: GraphQLSchema): string => `${printSchema(lexicographicSortSchema(schema))}\n`

/** Each interface and union with the names of its types: `possibleTypes` of Apollo Client's InMemoryCache. */
export function possibleTypesOf(schema: GraphQLSchema): string {
  const entries = Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .filter(type => !type.name.startsWith('__'))
    .map(
      type =>
        [
          type.name,
          schema
            .getPossibleTypes(type)
            .map(({ name }) => name)
            .toSorted(),
        ] as const,
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`
}
