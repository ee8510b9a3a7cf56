import { describe, expect, it } from 'vitest'
import type { SubgraphRequest } from '@waystone/federation/contract'
import { runOurs, runStock, type Case } from './by-hand.js'

const subgraphs = {
  shops: `
    type Query { shops: [Shop] }
    type Shop @key(fields: "id") { id: ID! item: Item }
    type Item @key(fields: "id") { id: ID! name: String }`,
  prices: `
    type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String }
    type Item @key(fields: "id") { id: ID! price(currency: String @fromContext(field: "$shop { currency }")): String }`,
}

const shop = (id: string) => ({ __typename: 'Shop', id, item: { __typename: 'Item', id: '1' } })

const representations = ({ variables }: Pick<SubgraphRequest, 'variables'>) =>
  variables['representations'] as { __typename: string; id: string }[]

/** The value that a request takes from a context. */
const contextOf = ({ variables }: SubgraphRequest) =>
  Object.entries(variables).find(([name]) => name.startsWith('contextual'))?.[1] as string | null | undefined

/** Prices say which currency they were asked in. */
const asking = (currencies: Readonly<Record<string, unknown>>, more: Partial<Case> = {}): Case => ({
  subgraphs,
  operation: '{ shops { item { price } } }',
  answers: {
    shops: () => ({ data: { shops: Object.keys(currencies).map(shop) } }),
    prices: request => {
      const currency = contextOf(request)
      return {
        data: {
          _entities: representations(request).map(({ __typename, id }) =>
            __typename === 'Shop' ? { currency: currencies[id] } : { price: `in ${String(currency)}` },
          ),
        },
      }
    },
  },
  ...more,
})

const pricesOf = ({ result }: Awaited<ReturnType<typeof runOurs>>) =>
  ((result.data ?? {})['shops'] as { item: { price: string | null } }[]).map(({ item }) => item.price)

describe('values from contexts', () => {
  it('are waited for, and an entity is asked for once with each of them', async () => {
    const outcome = await runOurs(asking({ a: 'EUR', b: 'USD', c: 'EUR', d: null }))
    expect(pricesOf(outcome)).toEqual(['in EUR', 'in USD', 'in EUR', 'in null'])
    expect(outcome.asked.map(request => representations(request)?.map(({ id }) => id))).toEqual([
      undefined,
      ['a', 'b', 'c', 'd'],
      ['1'],
      ['1'],
      ['1'],
    ])
  })

  it('are nothing to ask with where no subgraph has answered them', async () => {
    const outcome = await runOurs(asking({ a: 'EUR', b: undefined }))
    expect(pricesOf(outcome)).toEqual(['in EUR', null])
    expect(outcome.asked).toHaveLength(3)
  })

  it('that no subgraph has answered, or a condition has left out, take nothing from the fields beside them', async () => {
    const beside = { ...subgraphs, prices: subgraphs.prices.replace('price(', 'stock: Int price(') }
    const answered = (request: SubgraphRequest) => {
      const currency = contextOf(request)
      return {
        data: {
          _entities: representations(request).map(({ __typename, id }) =>
            __typename === 'Shop'
              ? { currency: id === 'a' ? 'EUR' : undefined }
              : { stock: 3, ...(currency !== undefined && { price: `in ${String(currency)}` }) },
          ),
        },
      }
    }
    const stocked = asking({ a: 'EUR', b: undefined })
    const given: Case = { ...stocked, subgraphs: beside, answers: { ...stocked.answers, prices: answered } }
    const unanswered = await runOurs({ ...given, operation: '{ shops { item { stock price } } }' })
    expect(unanswered.result).toMatchObject({
      data: { shops: [{ item: { stock: 3, price: 'in EUR' } }, { item: { stock: 3, price: null } }] },
      errors: [{ path: ['shops', 1, 'item', 'price'], extensions: { serviceName: 'prices', reason: 'not asked' } }],
    })
    const operation = 'query ($priced: Boolean!) { shops { item { stock ...@include(if: $priced) { price } } } }'
    const leftOut = await runOurs({ ...given, operation, variables: { priced: false } })
    expect(leftOut.result).toEqual({ data: { shops: [{ item: { stock: 3 } }, { item: { stock: 3 } }] } })
  })

  it('are never what a client sends under their name', async () => {
    const outcome = await runOurs(
      asking({ a: 'EUR' }, { variables: { contextualArgument_2_0: 'JPY', contextualArgument_1_0: 'JPY' } }),
    )
    expect(pricesOf(outcome)).toEqual(['in EUR'])
    expect(JSON.stringify(outcome.asked)).not.toContain('JPY')
  })

  it('leave the errors of each place where they belong', async () => {
    const priced = asking({ a: 'EUR', b: 'USD', c: 'EUR' })
    const failing: Case = {
      ...priced,
      answers: {
        ...priced.answers,
        prices: request => {
          if (!JSON.stringify(request.variables).includes('EUR')) return priced.answers['prices']?.(request) ?? {}
          return {
            data: { _entities: [{ price: null }] },
            errors: [{ message: 'no', path: ['_entities', 0, 'price'] }],
          }
        },
      },
    }
    const { result } = await runOurs(failing)
    expect(result.errors?.map(({ path }) => path?.join('.'))).toEqual(['shops.0.item.price', 'shops.2.item.price'])
    expect(result.data).toEqual({
      shops: [{ item: { price: null } }, { item: { price: 'in USD' } }, { item: { price: null } }],
    })
  })

  it('may belong to the entity itself that a fetch begins at, when what takes them is further in', async () => {
    const islands: Case = {
      subgraphs: {
        sea: `
          type Query { islands: [Island] }
          type Island @key(fields: "id") { id: ID! }`,
        boats: `
          type Island @key(fields: "id") @context(name: "island") { id: ID! climate: String @external boats: [Boat] }
          type Boat @key(fields: "id") { id: ID! speed(in: String @fromContext(field: "$island { climate }")): String }`,
        weather: 'type Island @key(fields: "id") { id: ID! climate: String }',
      },
      operation: '{ islands { boats { speed } } }',
      answers: {
        sea: () => ({ data: { islands: ['a', 'b'].map(id => ({ __typename: 'Island', id })) } }),
        weather: request => ({
          data: { _entities: representations(request).map(({ id }) => ({ climate: `of ${id}` })) },
        }),
        boats: request => {
          const boat = { __typename: 'Boat', id: '1', speed: `in ${String(contextOf(request))}` }
          return {
            data: {
              _entities: representations(request).map(({ __typename }) =>
                __typename === 'Boat' ? boat : { boats: [boat] },
              ),
            },
          }
        },
      },
    }
    expect((await runOurs(islands)).result).toEqual({
      data: { islands: [{ boats: [{ speed: 'in of a' }] }, { boats: [{ speed: 'in of b' }] }] },
    })
  })

  it('are not passed on by Apollo’s executor, which takes them from the client’s variables', async () => {
    expect(pricesOf(await runStock(asking({ a: 'EUR' })))).toEqual(['in undefined'])
    const sent = asking({ a: 'EUR' }, { variables: { contextualArgument_2_0: 'JPY', contextualArgument_1_0: 'JPY' } })
    expect(pricesOf(await runStock(sent))).toEqual(['in JPY'])
  })
})
