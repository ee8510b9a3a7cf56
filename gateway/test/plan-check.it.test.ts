import { Supergraph } from '@apollo/federation-internals'
import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import { OperationTypeNode } from 'graphql'
import { describe, expect, it } from 'vitest'
import { compose } from './differential/supergraphs/index.js'
import { checkPlan } from '@waystone/federation/source/planning/check-plan'

const supergraph = Supergraph.build(
  compose({
    a: `
      type Query { told: Box @provides(fields: "weight size { height }") untold: Box thing: Thing }
      interface Thing { cost: String }
      type Box implements Thing @key(fields: "id") {
        id: ID! weight: String @external size: Size @external
        cost: String @requires(fields: "weight size { height }")
      }
      type Size { height: Int @external }`,
    b: `
      type Box @key(fields: "id") { id: ID! weight: String @shareable size: Size @shareable }
      type Size @shareable { height: Int width: Int }`,
  }),
)
const schemas = {
  supergraph: supergraph.schema,
  subgraph: (name: string) => supergraph.subgraphs().get(name)?.schema,
  isVisible: () => true,
}

const field = (name: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 && { selections }),
})
const on = (typeCondition: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
})

function planOf(serviceName: string, operation: string, ...requires: QueryPlanSelectionNode[]): QueryPlan {
  const node: FetchNode = {
    kind: 'Fetch',
    serviceName,
    operation,
    operationKind: OperationTypeNode.QUERY,
    operationName: undefined,
    ...(requires.length > 0 && { requires }),
  }
  return { kind: 'QueryPlan', node: { kind: 'Sequence', nodes: [{ kind: 'Flatten', path: ['box'], node }] } }
}
const entities = (selections: string) =>
  `query($representations:[_Any!]!){_entities(representations:$representations){${selections}}}`

describe('the check of a plan', () => {
  it.each([
    ['an external field that is provided on its path', planOf('a', '{told{weight size{height}}}')],
    ['a field whose required fields are provided on its path', planOf('a', '{told{cost}}')],
    [
      'a field that the subgraph resolves by itself',
      planOf('b', entities('... on Box{weight size{width}}'), on('Box', field('id'))),
    ],
    [
      'a field whose required fields are sent',
      planOf(
        'a',
        entities('... on Box{cost}'),
        on('Box', field('id'), field('weight'), field('size', field('height'))),
      ),
    ],
  ])('lets pass %s', (_, plan) => {
    expect(() => checkPlan(plan, schemas)).not.toThrow()
  })

  it.each([
    ['an external field', planOf('a', '{untold{weight}}'), 'Box.weight'],
    ['an external field below one', planOf('a', '{untold{size{height}}}'), 'Box.size'],
    [
      'an external field that is provided on another path',
      planOf('a', '{told{id}untold{...F}}fragment F on Box{weight}'),
      'Box.weight',
    ],
    ['a field whose required fields are not sent at the root of a fetch', planOf('a', '{untold{cost}}'), 'Box.cost'],
    [
      'a field of an interface that an implementation resolves with others only',
      planOf('a', '{thing{cost}}'),
      'Thing.cost',
    ],
    [
      'a field whose required fields are sent in part',
      planOf('a', entities('... on Box{cost}'), on('Box', field('id'), field('size', field('height')))),
      'Box.cost',
    ],
    [
      'a field whose nested required field is not sent',
      planOf('a', entities('... on Box{cost}'), on('Box', field('weight'), field('size', field('width')))),
      'Box.cost',
    ],
    [
      'a field that the subgraph does not have',
      planOf('b', entities('... on Box{cost}'), on('Box', field('id'))),
      'Box.cost',
    ],
  ])('turns down %s', (_, plan, coordinate) => {
    expect(() => checkPlan(plan, schemas)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`"${coordinate}"`),
        extensions: expect.objectContaining({ code: 'QUERY_PLANNING_FAILED' }),
      }),
    )
  })
})
