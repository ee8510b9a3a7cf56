import { isCompositeType, TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from 'graphql'
import type { Operation } from '@waystone/federation/contract'

/** The fields that an operation names, as `Type.field` in alphabetical order; introspection apart. */
export function usedFields({ definition, fragments }: Operation, schema: GraphQLSchema): readonly string[] {
  const found = new Set<string>()
  const types = new TypeInfo(schema)
  const visitor = visitWithTypeInfo(types, {
    Field: ({ name }) => {
      if (name.value.startsWith('__')) return false
      const parent = types.getParentType()
      if (isCompositeType(parent)) found.add(`${parent.name}.${name.value}`)
      return undefined
    },
  })
  for (const node of [definition, ...Object.values(fragments)]) visit(node, visitor)
  return [...found].toSorted()
}
