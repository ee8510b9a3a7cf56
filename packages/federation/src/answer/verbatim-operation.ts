import {
  getNamedType,
  isAbstractType,
  isEnumType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
} from 'graphql'
import type { Epoch } from '../epoch/epoch.js'
import { documentOf, type Operation } from '../contract/operation.js'

/**
 * The text of an operation that one subgraph answers in full, for a subgraph that writes whole results itself:
 * its text is the client's answer then, in the client's own order and under its own names. Null where the
 * subgraph's answer could hold a type or an enum value that the API schema hides.
 */
export function verbatimOperation(
  operation: Operation,
  { schema, supergraphSchema }: Pick<Epoch, 'schema' | 'supergraphSchema'>,
): string | null {
  const document = documentOf(operation)
  const typeInfo = new TypeInfo(schema)
  let hides = false
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: () => {
        const { name } = getNamedType(typeInfo.getType()) ?? { name: '' }
        hides ||= countKinds(schema, name) !== countKinds(supergraphSchema, name)
      },
    }),
  )
  return hides ? null : print(document)
}

/** How many values an enum has, or how many object types an interface or a union stands for. */
function countKinds(schema: GraphQLSchema, typeName: string): number {
  const type = schema.getType(typeName)
  if (isEnumType(type)) return type.getValues().length
  return isAbstractType(type) ? schema.getPossibleTypes(type).length : 0
}
