import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { DataSource, SubgraphRequest, SubgraphResponse } from '@waystone/federation/contract'
import { createPlanSubscriber } from '@waystone/federation/source/answer/subscribe-plan'
import { createEpoch } from '@waystone/federation/source/epoch/epoch'
import { compose } from './differential/supergraphs/index.js'
import { testContext } from './differential/test-context.js'

const subgraphs = {
  orders: `
    type Query { order: Order }
    type Subscription { orderChanged(id: ID!, detail: Boolean = false): Order ticks: Int! }
    type Order @key(fields: "id") { id: ID! state: State! buyer: Buyer }
    type Buyer @key(fields: "id", resolvable: false) { id: ID! }
    enum State { OPEN PAID LOST @inaccessible }`,
  buyers: `type Buyer @key(fields: "id") { id: ID! name: String email: String @authenticated }`,
}
const epoch = createEpoch(compose(subgraphs))

function subscribe(operation: string, granted: boolean, buyers: (request: SubgraphRequest) => SubgraphResponse) {
  const asked: SubgraphRequest[] = []
  const source: DataSource = {
    givesOwned: true,
    execute: async request => {
      asked.push(request)
      return buyers(request)
    },
  }
  const plan = createPlanSubscriber(epoch, () => source)
  const grants = { has: () => granted } as unknown as ReadonlySet<number>
  const document = parse(operation)
  const prepared = epoch.operations.prepare(document, { key: operation, operationName: undefined, grants })
  return { subscription: plan(prepared), again: plan(prepared), asked }
}

const buyerNames = ({ variables }: SubgraphRequest): SubgraphResponse => ({
  data: {
    _entities: (variables['representations'] as { id: string }[]).map(({ id }) => ({ name: `name of ${id}` })),
  },
})
const event = (): SubgraphResponse => ({
  data: { orderChanged: { state: 'PAID', buyer: { __typename: 'Buyer', id: 'b' } } },
})

describe('events of a subscription', () => {
  it('name the one fetch to subscribe to, with the variables that it takes', () => {
    const { subscription } = subscribe(
      'subscription ($id: ID!, $more: Boolean!) { orderChanged(id: $id) { state buyer { name @include(if: $more) } } }',
      true,
      buyerNames,
    )
    expect(subscription?.source).toMatchObject({
      serviceName: 'orders',
      query: 'subscription($id:ID!){orderChanged(id:$id){state buyer{__typename id}}}',
    })
    expect(subscription?.sourceVariables({ id: '7', more: true })).toEqual({ id: '7' })
  })

  it('are answered with what other subgraphs know, each event for itself and by its own variables', async () => {
    const { subscription, asked } = subscribe(
      'subscription ($more: Boolean!) { changed: orderChanged(id: "7") { state buyer { key: id name @include(if: $more) } } }',
      true,
      buyerNames,
    )
    const bring = (id: string) => ({
      data: { changed: { state: 'PAID', buyer: { __typename: 'Buyer', id, key: id } } },
    })
    const answer = async (id: string, more: boolean) =>
      await subscription?.answer(bring(id), { variables: { more }, context: testContext })
    expect(await Promise.all([answer('a', true), answer('b', true), answer('c', false)])).toEqual([
      { data: { changed: { state: 'PAID', buyer: { key: 'a', name: 'name of a' } } } },
      { data: { changed: { state: 'PAID', buyer: { key: 'b', name: 'name of b' } } } },
      { data: { changed: { state: 'PAID', buyer: { key: 'c' } } } },
    ])
    expect(asked.map(({ variables }) => variables['representations'])).toEqual([
      [{ __typename: 'Buyer', id: 'a' }],
      [{ __typename: 'Buyer', id: 'b' }],
    ])
  })

  it('keep errors of the source and of what was fetched after it, each with its path', async () => {
    const operation = 'subscription { orderChanged(id: 1) { state buyer { name } } }'
    const { subscription } = subscribe(operation, true, () => ({
      data: { _entities: [null] },
      errors: [{ message: 'no name', path: ['_entities', 0, 'name'] }],
    }))
    const failing: SubgraphResponse = { ...event(), errors: [{ message: 'late', path: ['orderChanged', 'state'] }] }
    expect(await subscription?.answer(failing, { variables: {}, context: testContext })).toMatchObject({
      data: { orderChanged: { state: 'PAID', buyer: { name: null } } },
      errors: [
        { message: 'late', path: ['orderChanged', 'state'], extensions: { serviceName: 'orders' } },
        { message: 'no name', path: ['orderChanged', 'buyer', 'name'], extensions: { serviceName: 'buyers' } },
      ],
    })
  })

  it('have an error for what no subgraph answered', async () => {
    const operation = 'subscription { orderChanged(id: 1) { state buyer { name } } }'
    const { subscription } = subscribe(operation, true, () => ({ data: { _entities: [null] } }))
    const incomplete: SubgraphResponse = { data: { orderChanged: { buyer: { __typename: 'Buyer', id: 'b' } } } }
    expect(await subscription?.answer(incomplete, { variables: {}, context: testContext })).toMatchObject({
      data: { orderChanged: null },
      errors: [{ path: ['orderChanged', 'state'], extensions: { serviceName: 'orders', reason: 'invalid answer' } }],
    })
    expect(await subscription?.answer(event(), { variables: {}, context: testContext })).toMatchObject({
      data: { orderChanged: { state: 'PAID', buyer: { name: null } } },
      errors: [{ path: ['orderChanged', 'buyer'], extensions: { serviceName: 'buyers', reason: 'not found' } }],
    })
  })

  it('are checked against the schema like any answer, also an event that is nothing at all', async () => {
    const { subscription } = subscribe('subscription { ticks }', true, buyerNames)
    const answer = async (data: SubgraphResponse) =>
      await subscription?.answer(data, { variables: {}, context: testContext })
    expect(await answer({ data: { ticks: 3 } })).toEqual({ data: { ticks: 3 } })
    expect(await answer({ data: { ticks: 'three' } })).toMatchObject({
      data: null,
      errors: [{ path: ['ticks'], extensions: { code: 'INVALID_GRAPHQL', serviceName: 'orders' } }],
    })
    expect(await answer({ data: null, errors: [{ message: 'gone' }] })).toMatchObject({
      data: null,
      errors: [{ message: 'gone', path: ['ticks'] }],
    })
    expect(await answer({ data: {} })).toMatchObject({
      data: null,
      errors: [{ path: ['ticks'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'orders' } }],
    })
  })

  it('leave out what the viewer may not see, and say so', async () => {
    const operation = 'subscription { orderChanged(id: 1) { buyer { name email } } }'
    const { subscription, asked } = subscribe(operation, false, buyerNames)
    const answer = await subscription?.answer(event(), { variables: {}, context: testContext })
    expect(answer).toMatchObject({
      data: { orderChanged: { buyer: { name: 'name of b', email: null } } },
      errors: [{ path: ['orderChanged', 'buyer', 'email'], extensions: { code: 'UNAUTHENTICATED' } }],
    })
    expect(asked[0]?.query).not.toContain('email')
  })

  it('cannot be had of an operation of another kind, nor of one of which nothing may be seen', () => {
    expect(() => subscribe('{ order { id } }', true, buyerNames)).toThrow('Only a subscription has events')
    const grants = new Set<number>()
    const closed = createEpoch(compose({ a: 'type Query { a: Int } type Subscription { secret: Int @authenticated }' }))
    const document = parse('subscription { secret }')
    const prepared = closed.operations.prepare(document, { key: 'k', operationName: undefined, grants })
    expect(createPlanSubscriber(closed, () => undefined)(prepared)).toBeNull()
  })

  it('compile once for a plan', () => {
    const { subscription, again } = subscribe('subscription { ticks }', true, buyerNames)
    expect(again?.source).toBe(subscription?.source)
  })
})
