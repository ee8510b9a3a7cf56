import { describe, expect, it } from 'vitest'
import type { SubgraphRequest } from '@waystone/federation/contract'
import { runOurs, runStock, type Case } from './by-hand.js'

const subgraphs = {
  products: `
    type Query { products: [Product] }
    type Product @key(fields: "id") { id: ID! name: String price(currency: String!): Int weight: Int }`,
  shipping: `
    type Product @key(fields: "id") {
      id: ID!
      price(currency: String!): Int @external
      duty: Int @requires(fields: "price(currency: \\"USD\\")")
      times(representations: Int): Int
    }`,
}

/** Answers by the aliases and arguments that stand in the query, as a subgraph would. */
function products({ query }: SubgraphRequest) {
  const product: Record<string, unknown> = { __typename: 'Product', id: '1' }
  for (const [, alias, name, currency] of query.matchAll(
    /(?:(\w+):)?\b(id|name|weight|price|__typename)\b(?:\(currency:"(\w+)"\))?/g,
  )) {
    const values: Record<string, unknown> = {
      id: '1',
      name: 'Lamp',
      weight: 7,
      __typename: 'Product',
      price: currency === 'USD' ? 10 : 9,
    }
    product[alias ?? name ?? ''] = values[name ?? '']
  }
  return { data: { products: [product] } }
}

const given = (request: SubgraphRequest) => (request.variables['representations'] as Record<string, unknown>[])[0] ?? {}

/** The duty is the price that it is told, times a hundred. */
const shipping = (request: SubgraphRequest) => ({
  data: { _entities: [{ duty: Number(given(request)['price']) * 100, times: request.variables['representations_'] }] },
})

const asking = (operation: string, variables = {}): Case => ({
  subgraphs,
  operation,
  variables,
  answers: { products, shipping },
})

describe('names of the client that the planner would confuse with its own', () => {
  it('a required argument and the client’s own argument on one field are both answered', async () => {
    const both = asking('{ products { price(currency: "EUR") duty } }')
    expect((await runStock(both)).result.data).toEqual({ products: [{ price: 9, duty: 900 }] })
    expect((await runOurs(both)).result).toEqual({ data: { products: [{ price: 9, duty: 1000 }] } })
  })

  it('an alias that is the name of a key is answered with the field that was asked for', async () => {
    const aliased = asking('{ products { id: name duty } }')
    expect((await runStock(aliased)).result.data).not.toEqual({ products: [{ id: 'Lamp', duty: 1000 }] })
    expect((await runOurs(aliased)).result).toEqual({ data: { products: [{ id: 'Lamp', duty: 1000 }] } })
  })

  it('an alias that is the name of a required field does not become its value', async () => {
    const aliased = asking('{ products { price: weight duty } }')
    expect((await runStock(aliased)).result.data).not.toEqual({ products: [{ price: 7, duty: 1000 }] })
    expect((await runOurs(aliased)).result).toEqual({ data: { products: [{ price: 7, duty: 1000 }] } })
  })

  it('fields of the same key still merge, also in fragments and with arguments in another order', async () => {
    const merged = asking(`
      { products { ...F id: name price(currency: "EUR") } }
      fragment F on Product { id: name price(currency: "EUR") duty }`)
    expect((await runOurs(merged)).result).toEqual({ data: { products: [{ id: 'Lamp', price: 9, duty: 1000 }] } })
  })

  it('the path of an error has the client’s key', async () => {
    const failing: Case = {
      ...asking('{ products { name: weight } }'),
      answers: {
        products: () => ({ data: { products: [{}] }, errors: [{ message: 'no', path: ['products', 0, 'as_name'] }] }),
        shipping,
      },
    }
    const { result, asked } = await runOurs(failing)
    expect(asked[0]?.query).toContain('as_name:weight')
    expect(result.errors?.map(({ path }) => path)).toEqual([['products', 0, 'name']])
  })

  it('a variable may be named like the one that entities are asked with', async () => {
    const named = asking('query ($representations: Int) { products { times(representations: $representations) } }', {
      representations: 3,
    })
    expect((await runStock(named)).result.errors?.[0]?.message).toBe('Variables cannot contain key "representations"')
    expect((await runOurs(named)).result).toEqual({ data: { products: [{ times: 3 }] } })
  })

  it('introspection keeps the client’s names', async () => {
    const { result } = await runOurs(
      asking('{ __type(name: "Product") { id: name ...F } } fragment F on __Type { price: kind }'),
    )
    expect(result).toEqual({ data: { __type: { id: 'Product', price: 'OBJECT' } } })
  })
})
