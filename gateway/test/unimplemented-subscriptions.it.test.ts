import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { compileSubscription } from '@waystone/federation/source/answer/compiled-subscription'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { compose } from './differential/supergraphs/index.js'
import { testContext } from './differential/test-context.js'

const epoch = createEpoch(
  compose({
    a: `
      interface Node @key(fields: "id") { id: ID! }
      type Query { fine: Int }
      type Subscription { a: Node list: [Node!]! event: Event }
      type Event { id: ID! node: Node }`,
    b: `
      type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
      type Subscription { b: Node }`,
  }),
)

function subscribe(operation: string) {
  const prepared = epoch.operations.prepare(parse(operation), {
    key: operation,
    operationName: undefined,
    grants: new Set(),
  })
  if (prepared.plan === null || prepared.allowed === null) throw new Error('The operation was refused')
  return compileSubscription({ plan: prepared.plan, operation: prepared.allowed, epoch })
}
const answerOf = async (operation: string, data: Record<string, unknown>) => {
  const request = { variables: {}, context: testContext, sourceOf: () => undefined }
  const answered = await subscribe(operation).answer({ data }, request)
  return { data: answered.data, at: answered.errors?.map(({ path }) => path?.join('.')) }
}

describe('a subscription to an interface without implementations', () => {
  it.each([
    '{ a { field } }',
    '{ list { field } }',
    '{ b { id __typename } }',
    '{ ...F } fragment F on Subscription { a { ...G } } fragment G on Node { field }',
  ])('of which no field can be asked for is refused: %s', operation => {
    const failed = { extensions: { code: 'QUERY_PLANNING_FAILED', http: { status: 200 } } }
    expect(() => subscribe(`subscription ${operation}`)).toThrow(expect.objectContaining(failed))
  })

  it.each([
    ['{ a { id } }', { a: { __typename: 'Node', id: '1' } }, { data: { a: { id: '1' } } }],
    ['{ a { __typename } }', { a: { __typename: 'Node' } }, { data: { a: null }, at: ['a'] }],
    [
      '{ event { id node { field } } }',
      { event: { id: '1' } },
      { data: { event: { id: '1', node: null } }, at: ['event.node'] },
    ],
  ])('is answered with what can be told: %s', async (operation, event, answer) => {
    expect(await answerOf(`subscription ${operation}`, event)).toEqual({ at: undefined, ...answer })
  })
})
