import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  OperationTypeNode,
  typeFromAST,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import type { Operation } from '@waystone/federation/contract'
import type { CostRules } from '@waystone/federation'
import { MUTATION_COST } from './operation-cost.js'

/**
 * Computes the cost of an answer, by the same weights as the estimate in operation-cost.ts: each object in it
 * counts, null and empty lists count nothing. An answer holds each place once, however often the operation
 * selects it.
 */
export function actualCostOf(
  { definition, fragments }: Operation,
  { schema, rules }: { schema: GraphQLSchema; rules: CostRules },
  data: Readonly<Record<string, unknown>> | null,
): number {
  const root = schema.getRootType(definition.operation)
  const isMutation = definition.operation === OperationTypeNode.MUTATION

  /** Sets of selections that belong to the same objects, fragments written out. */
  const fieldsOf = (sets: readonly SelectionSetNode[], parent: GraphQLCompositeType): FieldsByKey => {
    const found: FieldsByKey = new Map()
    const spread = new Set<string>()
    const collect = (set: SelectionSetNode, type: GraphQLCompositeType): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value
          const same = found.get(key)
          if (same === undefined) found.set(key, [{ node: selection, type }])
          else same.push({ node: selection, type })
          continue
        }
        const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined
        if (name !== undefined && spread.has(name)) continue
        if (name !== undefined) spread.add(name)
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection
        const condition = fragment?.typeCondition === undefined ? type : typeFromAST(schema, fragment.typeCondition)
        if (fragment !== undefined && isCompositeType(condition)) collect(fragment.selectionSet, condition)
      }
    }
    for (const set of sets) collect(set, parent)
    return found
  }

  const costOfObjects = (
    objects: readonly Readonly<Record<string, unknown>>[],
    sets: readonly SelectionSetNode[],
    parent: GraphQLCompositeType,
  ): number => {
    let cost = 0
    for (const [key, fields] of fieldsOf(sets, parent)) {
      const values = objects.flatMap(object => (object[key] === undefined ? [] : [object[key]]))
      const [first] = fields
      if (first !== undefined && values.length > 0) cost += costOfField(fields, first, values)
    }
    return cost
  }

  const costOfField = (
    fields: readonly TypedField[],
    { node, type }: TypedField,
    values: readonly unknown[],
  ): number => {
    const name = node.name.value
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined
    if (field === undefined) return 0
    const weight = rules.weightOf(type.name, name)
    const write = isMutation && type === root && weight === undefined ? MUTATION_COST : 0
    const given = (node.arguments ?? []).reduce(
      (sum, argument) => sum + (rules.argumentWeightOf(type.name, name, argument.name.value) ?? 0),
      0,
    )
    const own = values.length * (write + given)
    const items = values.flat(Infinity as 1).filter(item => item !== null && item !== undefined)
    const result = getNamedType(field.type)
    if (!isCompositeType(result)) return own + items.length * (weight ?? 0)
    const sets = fields.flatMap(({ node: { selectionSet } }) => selectionSet ?? [])
    return own + items.length * (weight ?? 1) + costOfObjects(items as Record<string, unknown>[], sets, result)
  }

  if (data === null || root === undefined || root === null) return 0
  return costOfObjects([data], [definition.selectionSet], root)
}

interface TypedField {
  readonly node: FieldNode
  readonly type: GraphQLCompositeType
}
type FieldsByKey = Map<string, TypedField[]>
