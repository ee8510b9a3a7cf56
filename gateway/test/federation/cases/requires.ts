import type { Suite } from './suite.js'

interface Told {
  readonly id: string
  readonly price?: number
  readonly weight?: number
  readonly size?: { readonly height: number } | null
}

const prices = { USD: 10, EUR: 9, GBP: 8 } as const
const priceIn = (_: unknown, { currency }: { currency: keyof typeof prices }) => prices[currency]

const withArguments = (more: string, resolvers: Record<string, unknown>): Suite['subgraphs'] => ({
  products: {
    typeDefs: `
      type Query { product: Product products: [Product!]! }
      type Mutation { buy: Product count: Int! }
      type Product @key(fields: "id") { id: ID! name: String price(currency: String!): Int weight: Int }`,
    resolvers: {
      Query: { product: () => ({ id: '1' }), products: () => [{ id: '1' }, { id: '2' }] },
      Mutation: { buy: () => ({ id: '1' }), count: () => 1 },
      Product: { name: ({ id }: Told) => `p${id}`, price: priceIn, weight: ({ id }: Told) => Number(id) },
    },
  },
  shipping: {
    typeDefs: `
      type Product @key(fields: "id") {
        id: ID! price(currency: String!): Int @external weight: Int @external ${more}
      }`,
    resolvers: { Product: resolvers },
  },
})

/** Fields that need others first: nested, in chains and circles, with arguments, of missing values. */
export const requires: Readonly<Record<string, Suite>> = {
  'a required argument that differs from the client’s': {
    subgraphs: withArguments('duty: Int @requires(fields: "price(currency: \\"USD\\") weight")', {
      duty: ({ price = 0, weight = 0 }: Told) => price * 100 + weight,
    }),
    questions: [
      { ask: '{ product { duty } }', data: { product: { duty: 1001 } }, fetches: { products: 1, shipping: 1 } },
      {
        ask: '{ products { price(currency: "EUR") duty } }',
        data: {
          products: [
            { price: 9, duty: 1001 },
            { price: 9, duty: 1002 },
          ],
        },
        stock: 'answers otherwise',
      },
      {
        ask: 'query ($c: String!) { product { price(currency: $c) dollars: price(currency: "USD") weight: duty } }',
        variables: { c: 'GBP' },
        data: { product: { price: 8, dollars: 10, weight: 1001 } },
        stock: 'answers otherwise',
      },
    ],
  },
  'two fields that require one field with different arguments': {
    subgraphs: withArguments(
      `duty: Int @requires(fields: "price(currency: \\"USD\\")")
       vat: Int @requires(fields: "price(currency: \\"EUR\\") weight")
       toll: Int @requires(fields: "price(currency: \\"USD\\")")
       free: String`,
      {
        duty: ({ price = 0 }: Told) => price * 100,
        vat: ({ price = 0, weight = 0 }: Told) => price * 1000 + weight,
        toll: ({ price = 0 }: Told) => price,
        free: ({ id }: Told) => `f${id}`,
      },
    ),
    questions: [
      { ask: '{ product { duty } }', data: { product: { duty: 1000 } } },
      { ask: '{ product { vat name } }', data: { product: { vat: 9001, name: 'p1' } } },
      { ask: '{ product { duty vat } }', data: { product: { duty: 1000, vat: 9001 } }, stock: 'answers otherwise' },
      {
        ask: '{ products { vat free duty toll price(currency: "GBP") euros: price(currency: "EUR") } }',
        data: {
          products: [
            { vat: 9001, free: 'f1', duty: 1000, toll: 10, price: 8, euros: 9 },
            { vat: 9002, free: 'f2', duty: 1000, toll: 10, price: 8, euros: 9 },
          ],
        },
        stock: 'answers otherwise',
      },
      {
        ask: 'mutation { buy { a: duty vat } count }',
        data: { buy: { a: 1000, vat: 9001 }, count: 1 },
        stock: 'answers otherwise',
      },
    ],
  },
  'required fields of required fields, through three subgraphs and back': {
    subgraphs: {
      a: {
        typeDefs: `
          type Query { item: Item items: [Item!]! }
          type Item @key(fields: "id") {
            id: ID! one: Int size: Size
            three: Int @external
            four: Int @requires(fields: "three")
          }
          type Size { height: Int! }`,
        resolvers: {
          Query: {
            item: () => ({ id: '1', one: 1, size: { height: 3 } }),
            items: () => [
              { id: '1', one: 1, size: { height: 3 } },
              { id: '2', one: null, size: null },
            ],
          },
          Item: {
            __resolveReference: (told: { id: string }) => ({
              ...told,
              one: told.id === '1' ? 1 : null,
              size: told.id === '1' ? { height: 3 } : null,
            }),
            four: ({ three }: { three: number | null }) => (three === null ? null : three + 1),
          },
        },
      },
      b: {
        typeDefs: `
          type Item @key(fields: "id") {
            id: ID!
            one: Int @external
            size: Size @external
            two: Int @requires(fields: "one")
            volume: String @requires(fields: "size { height } one")
          }
          type Size { height: Int! @external }`,
        resolvers: {
          Item: {
            two: ({ one }: { one: number | null }) => (one === null ? null : one + 1),
            volume: ({ size, one }: Told & { one: number | null }) => `${size?.height ?? 'none'} by ${one ?? 'none'}`,
          },
        },
      },
      c: {
        typeDefs: 'type Item @key(fields: "id") { id: ID! two: Int @external three: Int @requires(fields: "two") }',
        resolvers: { Item: { three: ({ two }: { two: number | null }) => (two === null ? null : two + 1) } },
      },
    },
    questions: [
      { ask: '{ item { four } }', data: { item: { four: 4 } } },
      {
        ask: '{ items { four volume one } }',
        data: {
          items: [
            { four: 4, volume: '3 by 1', one: 1 },
            { four: null, volume: 'none by none', one: null },
          ],
        },
      },
      {
        ask: 'query ($no: Boolean!) { item { three @skip(if: $no) volume @include(if: $no) } }',
        variables: { no: true },
        data: { item: { volume: '3 by 1' } },
      },
    ],
  },
}
