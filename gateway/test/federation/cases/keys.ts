import { oneOf, type Suite } from './suite.js'

const products = [
  { id: '1', sku: 's1', name: 'Lamp', org: { id: 'o1' } },
  { id: '2', sku: null, name: 'Desk', org: { id: 'o2' } },
]

/** Entities by several and by compound keys, null keys, keys that lead nowhere, and keys that lead to keys. */
export const keys: Readonly<Record<string, Suite>> = {
  'an entity by several keys': {
    subgraphs: {
      catalog: {
        typeDefs: `
          type Query { products: [Product!]! product(id: ID!): Product }
          type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String name: String }`,
        resolvers: {
          Query: {
            products: () => products,
            product: (_: unknown, { id }: { id: string }) => oneOf(products, 'id')({ id }),
          },
          Product: { __resolveReference: oneOf(products, 'id', 'sku') },
        },
      },
      stock: {
        typeDefs: 'type Product @key(fields: "sku") { sku: String left: Int }',
        resolvers: {
          Product: {
            __resolveReference: ({ sku }: { sku: string | null }) => (sku === null ? null : { sku, left: 7 }),
          },
        },
      },
      price: {
        typeDefs: 'type Product @key(fields: "id") { id: ID! price: Int } type Query { cheapest: Product }',
        resolvers: {
          Query: { cheapest: () => ({ id: '1' }) },
          Product: { price: ({ id }: { id: string }) => Number(id) * 100 },
        },
      },
    },
    questions: [
      {
        ask: '{ products { name price left } }',
        data: {
          products: [
            { name: 'Lamp', price: 100, left: 7 },
            { name: 'Desk', price: 200, left: null },
          ],
        },
        errorsAt: ['products.1'],
        fetches: { catalog: 1, stock: 1, price: 1 },
        stock: 'says nothing',
      },
      { ask: '{ cheapest { left name } }', data: { cheapest: { left: 7, name: 'Lamp' } } },
      { ask: '{ product(id: 9) { name price } }', data: { product: null }, fetches: { catalog: 1, price: 0 } },
      {
        ask: 'query ($price: Boolean!, $left: Boolean!) { products { name @skip(if: $price) price @include(if: $price) left @include(if: $left) } }',
        variables: { price: true, left: false },
        data: { products: [{ price: 100 }, { price: 200 }] },
        fetches: { catalog: 1, price: 1, stock: 0 },
      },
    ],
  },
  'an entity by a compound key with an object in it': {
    subgraphs: {
      catalog: {
        typeDefs: `
          type Query { products: [Product!]! }
          type Product @key(fields: "id org { id }") { id: ID! name: String org: Org! }
          type Org { id: ID! }`,
        resolvers: { Query: { products: () => products } },
      },
      reviews: {
        typeDefs: `
          type Product @key(fields: "id org { id }") { id: ID! org: Org! stars: Int }
          type Org { id: ID! }`,
        resolvers: {
          Product: {
            stars: ({ id, org }: { id: string; org: { id: string } }) => Number(id) * 10 + Number(org.id.slice(1)),
          },
        },
      },
    },
    questions: [
      {
        ask: '{ products { name stars } }',
        data: {
          products: [
            { name: 'Lamp', stars: 11 },
            { name: 'Desk', stars: 22 },
          ],
        },
        fetches: { catalog: 1, reviews: 1 },
      },
    ],
  },
  'a key that only some subgraphs resolve': {
    subgraphs: {
      orders: {
        typeDefs: `
          type Query { order: Order }
          type Order @key(fields: "id") { id: ID! buyer: User! seller: User }
          type User @key(fields: "id", resolvable: false) { id: ID! }`,
        resolvers: { Query: { order: () => ({ id: 'o', buyer: { id: 'u1' }, seller: { id: 'gone' } }) } },
      },
      users: {
        typeDefs: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String! nick: String }',
        resolvers: {
          Query: { me: () => ({ id: 'u1', name: 'Ada', nick: null }) },
          User: { __resolveReference: oneOf([{ id: 'u1', name: 'Ada', nick: null }], 'id') },
        },
      },
    },
    questions: [
      { ask: '{ order { buyer { id } } }', data: { order: { buyer: { id: 'u1' } } }, fetches: { orders: 1, users: 0 } },
      { ask: '{ order { buyer { name nick } } }', data: { order: { buyer: { name: 'Ada', nick: null } } } },
      // A missing entity has no name, and the name is non-null.
      {
        ask: '{ order { buyer { name } seller { name } } }',
        data: { order: { buyer: { name: 'Ada' }, seller: null } },
        errorsAt: ['order.seller'],
        stock: 'says nothing',
      },
      {
        ask: '{ order { seller { id nick } } }',
        data: { order: { seller: { id: 'gone', nick: null } } },
        errorsAt: ['order.seller'],
        stock: 'says nothing',
      },
    ],
  },
  'a way back by the one key of several that the subgraph resolves': {
    subgraphs: {
      a: {
        typeDefs: `
          type A @key(fields: "id") @key(fields: "parts { one two }", resolvable: false) @key(fields: "id parts { two three }", resolvable: false) {
            id: ID! parts: Parts! name: String!
          }
          type Parts { one: ID! two: ID! three: ID! }`,
        resolvers: { A: { __resolveReference: ({ id }: { id: string }) => named(id) } },
      },
      b: {
        typeDefs: `
          type Query { b: B }
          type B @key(fields: "id") { id: ID! a: [A!]! }
          type A @key(fields: "parts { one two }", resolvable: false) @key(fields: "id parts { two three }") @key(fields: "id", resolvable: false) {
            id: ID! parts: Parts! name: String! @external
            loud: String! @requires(fields: "name")
          }
          type Parts { one: ID! two: ID! three: ID! }`,
        resolvers: {
          Query: { b: () => ({ id: '100', a: [named('1'), named('2')] }) },
          A: {
            __resolveReference: (told: { id?: string; parts?: { two?: string; three?: string } }) =>
              told.id !== undefined && told.parts?.two !== undefined && told.parts.three !== undefined ? told : null,
            loud: ({ name }: { name: string }) => `${name}!`,
          },
        },
      },
    },
    questions: [
      {
        ask: '{ b { id a { loud } } }',
        data: { b: { id: '100', a: [{ loud: 'a1!' }, { loud: 'a2!' }] } },
        fetches: { a: 1, b: 2 },
        stock: 'answers otherwise',
      },
    ],
  },
  'keys that lead to each other through several subgraphs': {
    subgraphs: {
      a: {
        typeDefs: `
          type A @key(fields: "id") @key(fields: "parts { two three }") @key(fields: "id parts { two three }") {
            id: ID! parts: Parts! name: String!
          }
          type Parts { one: ID! two: ID! three: ID! }
          type Query { a: A }`,
        resolvers: {
          Query: { a: () => named('1') },
          A: {
            __resolveReference: ({ id, parts }: { id?: string; parts?: { two: string } }) =>
              named(id ?? String(parts?.two).slice(1)),
          },
        },
      },
      b: {
        typeDefs: `
          type Query { b: B }
          type B @key(fields: "id") { id: ID! a: [A!]! }
          type A @key(fields: "id parts { two three }") {
            id: ID! parts: Parts! name: String! @external
            loud: String! @requires(fields: "name")
          }
          type Parts { two: ID! three: ID! }`,
        resolvers: {
          Query: { b: () => ({ id: '100', a: [{ id: '1', parts: { two: 't1', three: 'h1' } }] }) },
          A: { loud: ({ name, parts }: { name?: string; parts?: { two: string } }) => `${name}! by ${parts?.two}` },
        },
      },
      c: {
        typeDefs: `
          type A @key(fields: "parts { two three }") { parts: Parts! size: Int }
          type Parts { two: ID! three: ID! }
          type Query { c: A }`,
        resolvers: {
          Query: { c: () => ({ parts: { two: 't1', three: 'h1' } }) },
          A: { size: ({ parts }: { parts: { two: string; three: string } }) => parts.two.length + parts.three.length },
        },
      },
    },
    questions: [
      {
        ask: '{ b { id a { id name loud } } }',
        data: { b: { id: '100', a: [{ id: '1', name: 'a1', loud: 'a1! by t1' }] } },
      },
      { ask: '{ a { loud size } }', data: { a: { loud: 'a1! by t1', size: 4 } } },
      { ask: '{ c { loud id parts { one } } }', data: { c: { loud: 'a1! by t1', id: '1', parts: { one: 'o1' } } } },
    ],
  },
}

function named(id: string) {
  return { id, name: `a${id}`, parts: { one: `o${id}`, two: `t${id}`, three: `h${id}` } }
}
