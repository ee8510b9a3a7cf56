import {
  getNamedType,
  GraphQLError,
  GraphQLFloat,
  type FloatValueNode,
  type IntValueNode,
  type ValidationRule,
} from 'graphql'

/**
 * Refuses a literal such as 1e400 where a Float is taken. graphql-js lets it pass as Infinity, which neither
 * GraphQL nor JSON can write. A custom scalar may take it: its literals reach subgraphs as they are written.
 */
export const useFiniteFloats: ValidationRule = context => {
  const check = (node: IntValueNode | FloatValueNode) => {
    const type = context.getInputType()
    if (!type || getNamedType(type).name !== GraphQLFloat.name || Number.isFinite(Number(node.value))) return
    context.reportError(new GraphQLError('A Float cannot represent a literal that large', { nodes: node }))
  }
  return { IntValue: check, FloatValue: check }
}
