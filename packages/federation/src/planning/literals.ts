import type { FetchNode, QueryPlan } from '@apollo/query-planner'
import {
  getNamedType,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql'
import { mapOperation, type Operation } from '../contract/operation.js'
import { mapFetches } from './map-fetches.js'
import { isExact, keptNumber, writeNumbers } from '../exact-numbers/exact-number.js'

/**
 * An operation to plan, whose literals for custom scalars keep every digit: the planner reads numbers as
 * JavaScript does, and prints them. `writeNumbers` makes numbers of them again in what the planner prints.
 */
export function keepLiterals(operation: Operation, schema: GraphQLSchema): Operation {
  if (!hasInexactLiteral(operation)) return operation
  const types = new TypeInfo(schema)
  const keep = (node: Extract<ValueNode, { value: string }>) => {
    const type = types.getInputType()
    // Within a custom scalar nothing has a type.
    if (isExact(node.value) || (type && isSpecifiedScalarType(getNamedType(type)))) return undefined
    return { kind: Kind.STRING, value: keptNumber(node.value) }
  }
  return mapOperation(operation, node => visit(node, visitWithTypeInfo(types, { IntValue: keep, FloatValue: keep })))
}

/** A plan whose fetches have numbers in place of the literals that were kept. */
export function writeLiterals(plan: QueryPlan): QueryPlan {
  const { node } = plan
  if (node === undefined) return plan
  if (node.kind !== 'Subscription') return { ...plan, node: mapFetches(node, writeFetch) }
  const { primary, rest } = node
  const written = { ...node, primary: writeFetch(primary) }
  return { ...plan, node: rest === undefined ? written : { ...written, rest: mapFetches(rest, writeFetch) } }
}

const writeFetch = (fetch: FetchNode): FetchNode => ({ ...fetch, operation: writeNumbers(fetch.operation) })

function hasInexactLiteral({ definition, fragments }: Operation): boolean {
  let isFound = false
  const look = ({ value }: { value: string }) => {
    isFound ||= !isExact(value)
  }
  for (const node of [definition, ...Object.values(fragments)]) visit(node, { IntValue: look, FloatValue: look })
  return isFound
}
