import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'
import { documentOf, type Operation } from '../contract/operation.js'
import { conditionsOf, holds, type Decide } from '../contract/selection-conditions.js'
import type { AccessRules } from './access-rules.js'

type Variables = Readonly<Record<string, unknown>>

/** @returns names of policies in alphabetical order, given variables as the client sent them. */
export type NeededPolicies = (variables: Variables) => readonly string[]

/** Outcomes of @skip and @include whose policies are kept for one operation. */
const OUTCOMES_MAX = 64
const NONE: readonly string[] = []

/**
 * The policies that the selections of an operation stand under, deferred ones among them. Selections that
 * @skip or @include leave out need none. Where an object may be of several types, it needs those of all.
 */
export function compileNeededPolicies(
  operation: Operation,
  { schema, access, rules }: { schema: GraphQLSchema; access: AccessRules; rules: readonly number[] },
): NeededPolicies {
  if (rules.every(rule => access.policiesIn(rule).length === 0)) return () => NONE
  const conditions = conditionVariables(operation)
  const valueOf = variableReader(operation)
  const known = new Map<string, readonly string[]>()
  return variables => {
    const key = conditions.map(name => (valueOf(variables, name) ? '1' : '0')).join('')
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size >= OUTCOMES_MAX) known.clear()
    const needed = collect(operation, { schema, access, isTrue: name => valueOf(variables, name) })
    known.set(key, needed)
    return needed
  }
}

function collect(
  { definition, fragments }: Operation,
  { schema, access, isTrue }: { schema: GraphQLSchema; access: AccessRules; isTrue: Decide },
): readonly string[] {
  const policies = new Set<string>()
  const types = new TypeInfo(schema)
  const isIncluded = (selection: SelectionNode) => conditionsOf(selection).every(condition => holds(condition, isTrue))
  // Each fragment is looked into once, however often it is spread.
  const reached = new Set<string>()
  const pending: (OperationDefinitionNode | FragmentDefinitionNode)[] = [definition]
  const visitor = visitWithTypeInfo(types, {
    Field: field => {
      if (!isIncluded(field)) return false
      const parent = types.getParentType()
      for (const type of parent ? access.possibleTypes(parent.name) : [])
        for (const rule of access.rulesOf(type, field.name.value))
          for (const policy of access.policiesIn(rule)) policies.add(policy)
      return undefined
    },
    InlineFragment: fragment => (isIncluded(fragment) ? undefined : false),
    FragmentSpread: spread => {
      const name = spread.name.value
      const fragment = fragments[name]
      if (fragment === undefined || reached.has(name) || !isIncluded(spread)) return
      reached.add(name)
      pending.push(fragment)
    },
  })
  for (const node of pending) visit(node, visitor)
  return [...policies].toSorted()
}

/** Names of the variables that decide on @skip and @include. */
function conditionVariables(operation: Operation): readonly string[] {
  const names = new Set<string>()
  const note = (selection: SelectionNode): void => {
    for (const { value } of conditionsOf(selection)) if (typeof value !== 'boolean') names.add(value.variable)
  }
  visit(documentOf(operation), { Field: note, InlineFragment: note, FragmentSpread: note })
  return [...names]
}

/** Reads a Boolean variable, with its default where the client has left it out. */
function variableReader({ definition }: Operation): (variables: Variables, name: string) => boolean {
  const defaults = new Map(
    (definition.variableDefinitions ?? []).map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  )
  return (variables, name) => {
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined
    if (given !== undefined) return given === true
    const byDefault = defaults.get(name)
    return byDefault?.kind === Kind.BOOLEAN && byDefault.value
  }
}
