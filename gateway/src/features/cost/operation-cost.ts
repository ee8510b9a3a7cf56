import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isScalarType,
  Kind,
  OperationTypeNode,
  typeFromAST,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Operation } from '@waystone/federation/contract'
import { evaluate, plus, times, type Cost } from './cost-formula.js'
import { type CostRules, noCostRules } from '@waystone/federation'
import { listSize, type SizeBelow } from './list-size.js'
import { readsVariables } from './variable-values.js'

/** A write costs more than an object that is read, where no @cost says otherwise. */
export const MUTATION_COST = 10

/**
 * Compiles the upper bound of an operation's cost, estimated before it runs: 1 for every object that may be
 * answered, 10 for every mutation, nothing for leaves and introspection; @cost of a field, its result's type,
 * or an argument overrides these. A page of JSON values counts each of them. Lists count as in list-size.ts.
 * Selections that @skip and @include leave out cost nothing. Where fragments for different types exclude each
 * other, all are counted.
 *
 * @returns a formula of the variables: it is made once for an operation, and what depends on none of them is a number.
 */
export function compileCost(
  { definition, fragments }: Operation,
  schema: GraphQLSchema,
  rules: CostRules = noCostRules,
): Cost {
  const root = schema.getRootType(definition.operation)
  const { valueOf, isLeftOut } = readsVariables(definition)
  /** A fragment costs the same wherever it is spread in the same way: each is computed once, however often it is. */
  const known = new Map<string, Map<SizeBelow | null, Cost>>()

  const costOfSelections = (set: SelectionSetNode, parent: GraphQLCompositeType, above: SizeBelow | null): Cost =>
    set.selections.reduce<Cost>((cost, selection) => plus(cost, costOfSelection(selection, parent, above)), 0)

  const costOfSelection = (node: SelectionNode, parent: GraphQLCompositeType, above: SizeBelow | null): Cost => {
    const leftOut = isLeftOut(node)
    if (leftOut === true) return 0
    const cost = costWithin(node, parent, above)
    return leftOut === false || cost === 0 ? cost : values => (leftOut(values) ? 0 : evaluate(cost, values))
  }

  const costWithin = (node: SelectionNode, parent: GraphQLCompositeType, above: SizeBelow | null): Cost => {
    if (node.kind === Kind.FIELD) return costOfField(node, parent, above)
    if (node.kind === Kind.FRAGMENT_SPREAD) return costOfFragment(node.name.value, above)
    const condition = node.typeCondition === undefined ? parent : typeFromAST(schema, node.typeCondition)
    return isCompositeType(condition) ? costOfSelections(node.selectionSet, condition, above) : 0
  }

  const costOfFragment = (name: string, above: SizeBelow | null): Cost => {
    const fragment = fragments[name]
    const condition = fragment && typeFromAST(schema, fragment.typeCondition)
    if (fragment === undefined || !isCompositeType(condition)) return 0
    const byPlace = known.get(name) ?? new Map<SizeBelow | null, Cost>()
    known.set(name, byPlace)
    const existing = byPlace.get(above)
    if (existing !== undefined) return existing
    // Validation has refused circles; should one come here, it ends.
    byPlace.set(above, 0)
    const cost = costOfSelections(fragment.selectionSet, condition, above)
    byPlace.set(above, cost)
    return cost
  }

  const costOfField = (node: FieldNode, parent: GraphQLCompositeType, above: SizeBelow | null): Cost => {
    const name = node.name.value
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
    if (field === undefined) return 0
    const own = plus(rootCost(parent, field), argumentCost(parent, field, node))
    const type = getNamedType(field.type)
    const isObject = isCompositeType(type) && node.selectionSet !== undefined
    const weight = rules.weightOf(parent.name, name) ?? (isObject ? 1 : 0)
    if (!isObject && weight === 0) return own
    const isList = isListType(getNullableType(field.type))
    const rule = rules.listSizeOf(parent.name, name)
    const { size, below } = listSize({ field, node, isList, rule, above, valueOf })
    if (!isObject) return plus(own, times(size, weight))
    const page = !isList && below !== null && isPageOfJson(type) ? below.size : 0
    return plus(own, plus(page, times(size, plus(weight, costOfSelections(node.selectionSet, type, below)))))
  }

  const rootCost = (parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): number => {
    if (parent !== root || definition.operation !== OperationTypeNode.MUTATION) return 0
    return rules.weightOf(parent.name, field.name) === undefined ? MUTATION_COST : 0
  }

  const argumentCost = (parent: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, node: FieldNode): number =>
    (node.arguments ?? []).reduce(
      (cost, { name }) => cost + (rules.argumentWeightOf(parent.name, field.name, name.value) ?? 0),
      0,
    )

  return root === undefined || root === null ? 0 : costOfSelections(definition.selectionSet, root, null)
}

/**
 * True for a page that holds a list of JSON values. Each is an object that is read, though for GraphQL it is
 * a leaf, and the page is read whatever is selected of it.
 */
const isPageOfJson = (type: GraphQLCompositeType): boolean =>
  isObjectType(type) &&
  Object.values(type.getFields()).some(field => {
    const result = getNamedType(field.type)
    return isListType(getNullableType(field.type)) && isScalarType(result) && JSON_SCALARS.has(result.name)
  })

const JSON_SCALARS: ReadonlySet<string> = new Set(['JSON', 'JSONObject'])
