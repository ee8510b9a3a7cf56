import { GraphQLError, type FloatValueNode, type IntValueNode, type ValidationRule } from 'graphql'

/**
 * Refuses number literals that no double holds, such as 1e400: they would be Infinity, which no subgraph can be sent. The rule of
 * graphql-js looks at literals of built-in types only, and lets 1e400 pass for a Float.
 */
export const useFiniteNumbers: ValidationRule = context => {
  const check = (node: IntValueNode | FloatValueNode) => {
    if (Number.isFinite(Number(node.value))) return
    context.reportError(new GraphQLError('A number of the operation is larger than a double can be', { nodes: node }))
  }
  return { IntValue: check, FloatValue: check }
}
