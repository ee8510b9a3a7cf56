import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner'
import { OperationTypeNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { orderFetches } from './order-fetches.js'

/** A fetch for the items of `boxes`, with the fields that it requires of them and those that it adds. */
function entities(serviceName: string, required: readonly string[], fields: string): PlanNode {
  const selections = ['__typename', ...required].map(name => ({ kind: 'Field' as const, name }))
  const node: FetchNode = {
    ...fetchOf(
      serviceName,
      `query($representations:[_Any!]!){_entities(representations:$representations){...on Box{${fields}}}}`,
    ),
    requires: [{ kind: 'InlineFragment', typeCondition: 'Box', selections }],
  }
  return { kind: 'Flatten', path: ['boxes', '@'], node }
}
const fetchOf = (serviceName: string, operation: string): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  variableUsages: [],
  operation,
  operationName: undefined,
  operationKind: OperationTypeNode.QUERY,
})
const boxes = fetchOf('a', '{boxes{__typename id}}')
const inSequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes })
const inParallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes })
const planOf = (node: PlanNode): QueryPlan => ({ kind: 'QueryPlan', node })

const weight = entities('weights', ['id'], 'weight')
const size = entities('sizes', ['id'], 'size')
const cost = entities('costs', ['id', 'weight'], 'cost')
const label = entities('labels', ['id', 'cost'], 'label')

describe('the order of a plan’s fetches', () => {
  it('stays where each fetch comes after those that add what it requires', () => {
    const plan = planOf(inSequence(boxes, inParallel(weight, size), cost, label))
    expect(orderFetches(plan)).toEqual(plan)
    const single = planOf(boxes)
    expect(orderFetches(single)).toEqual(single)
  })

  it('makes a fetch wait for one beside it that adds what it requires', () => {
    const plan = planOf(inSequence(boxes, inParallel(cost, weight, size)))
    expect(orderFetches(plan)).toEqual(
      planOf(inSequence(inParallel(boxes), inParallel(weight, size), inParallel(cost))),
    )
  })

  it('makes what comes after such a fetch wait, too', () => {
    const plan = planOf(inSequence(boxes, inParallel(inSequence(cost, label), weight)))
    expect(orderFetches(plan)).toEqual(
      planOf(inSequence(inParallel(boxes), inParallel(weight), inParallel(cost), inParallel(label))),
    )
  })

  it('keeps conditions round the fetches that they are for', () => {
    const conditional = (node: PlanNode): PlanNode => ({ kind: 'Condition', condition: 'yes', ifClause: node })
    const plan = planOf(inSequence(boxes, inParallel(conditional(cost), weight)))
    expect(orderFetches(plan)).toEqual(
      planOf(inSequence(inParallel(boxes), inParallel(weight), inParallel(conditional(cost)))),
    )
  })

  it('gives up on fetches that require each other', () => {
    const other = entities('weights', ['id', 'cost'], 'weight')
    const ordered = orderFetches(planOf(inSequence(boxes, inParallel(cost, other))))
    expect(JSON.stringify(ordered).match(/_entities\(/g)).toHaveLength(2)
  })
})
