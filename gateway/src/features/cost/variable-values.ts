import { Kind, type OperationDefinitionNode, type SelectionNode, type ValueNode } from 'graphql'
import type { Variables } from './cost-formula.js'

/** A value of the document, or what reads it from the variables. */
export type Value = { readonly constant: unknown } | { readonly read: (variables: Variables) => unknown }

export const readValue = (value: Value, variables: Variables): unknown =>
  'constant' in value ? value.constant : value.read(variables)

/** Reads numbers and booleans of an operation, by value, by variable, or by the variable's default. */
export function readsVariables({ variableDefinitions = [] }: OperationDefinitionNode) {
  const defaults = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, constantOf(defaultValue)]),
  )

  const valueOf = (node: ValueNode): Value => {
    if (node.kind !== Kind.VARIABLE) return { constant: constantOf(node) }
    const name = node.name.value
    const byDefault = defaults.get(name)
    // Null is a value of its own: it does not give way to the default.
    return { read: variables => (Object.hasOwn(variables, name) ? variables[name] : byDefault) }
  }

  /** Tells whether @skip or @include leave the selection out. */
  const isLeftOut = ({ directives = [] }: SelectionNode): boolean | ((variables: Variables) => boolean) => {
    const conditions = directives.flatMap(({ name, arguments: given = [] }) => {
      const condition = given.find(argument => argument.name.value === 'if')?.value
      if (condition === undefined || (name.value !== 'skip' && name.value !== 'include')) return []
      return [{ value: valueOf(condition), leavesOutWhen: name.value === 'skip' }]
    })
    const constants = conditions.filter(({ value }) => 'constant' in value)
    if (constants.some(({ value, leavesOutWhen }) => readValue(value, {}) === leavesOutWhen)) return true
    if (constants.length === conditions.length) return false
    return variables => conditions.some(({ value, leavesOutWhen }) => readValue(value, variables) === leavesOutWhen)
  }

  return { valueOf, isLeftOut }
}

function constantOf(node: ValueNode | undefined): unknown {
  if (node?.kind === Kind.INT) return Number(node.value)
  if (node?.kind === Kind.BOOLEAN) return node.value
  return node?.kind === Kind.NULL ? null : undefined
}
