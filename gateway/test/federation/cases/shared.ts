import type { Suite } from './suite.js'

let counter = 0
const seen: string[] = []

/** Fields of several subgraphs: shareable, overridden, provided; enums and inputs that differ; mutations in order. */
export const shared: Readonly<Record<string, Suite>> = {
  'shareable, overridden and provided fields': {
    subgraphs: {
      old: {
        typeDefs: `
          type Query { shop: Shop orders: [Order!]! }
          type Shop @key(fields: "id") { id: ID! name: String @shareable phone: String address: Address @shareable }
          type Address @shareable { city: String zip: String }
          type Order @key(fields: "id") { id: ID! shop: Shop @provides(fields: "motto") }
          extend type Shop { motto: String @external }`,
        resolvers: {
          Query: {
            shop: () => ({ id: '1', name: 'Shop', phone: 'old phone', address: { city: 'Ur', zip: '1' } }),
            orders: () => [{ id: 'o', shop: { id: '1', motto: 'provided' } }],
          },
          Shop: {
            __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Shop', address: { city: 'Ur', zip: '1' } }),
          },
        },
      },
      fresh: {
        typeDefs: `
          type Shop @key(fields: "id") {
            id: ID! name: String @shareable motto: String @shareable
            phone: String @override(from: "old") address: Address @shareable
          }
          type Address @shareable { city: String country: String }`,
        resolvers: {
          Shop: {
            name: () => 'Shop',
            motto: () => 'motto',
            phone: () => 'new phone',
            address: () => ({ city: 'Ur', country: 'Sumer' }),
          },
        },
      },
    },
    questions: [
      { ask: '{ shop { name } }', data: { shop: { name: 'Shop' } }, fetches: { old: 1, fresh: 0 } },
      { ask: '{ shop { phone } }', data: { shop: { phone: 'new phone' } } },
      {
        ask: '{ orders { shop { motto } } }',
        data: { orders: [{ shop: { motto: 'provided' } }] },
        fetches: { old: 1, fresh: 0 },
      },
      {
        ask: '{ shop { motto address { city zip country } } }',
        data: { shop: { motto: 'motto', address: { city: 'Ur', zip: '1', country: 'Sumer' } } },
      },
    ],
  },
  'enums and inputs of which each subgraph knows a part': {
    subgraphs: {
      a: {
        typeDefs: `
          enum Kind { BIG SMALL }
          enum Level { LOW HIGH HIDDEN @inaccessible }
          input Filter { kind: Kind limit: Int = 3 only: String }
          type Query { a(filter: Filter): String @shareable level: Level levels: [Level] }`,
        resolvers: {
          Query: {
            a: (_: unknown, { filter }: { filter?: object }) => JSON.stringify(filter ?? null),
            level: () => 'HIDDEN',
            levels: () => ['LOW', 'HIDDEN', 'HIGH'],
          },
        },
      },
      b: {
        typeDefs: `
          enum Kind { BIG SMALL HUGE }
          enum Level { LOW HIGH HIDDEN }
          input Filter { kind: Kind limit: Int = 3 }
          type Query { b(filter: Filter!): String }`,
        resolvers: { Query: { b: (_: unknown, { filter }: { filter: object }) => JSON.stringify(filter) } },
      },
    },
    questions: [
      {
        ask: 'query ($kind: Kind, $filter: Filter!) { a(filter: { kind: $kind }) b(filter: $filter) }',
        variables: { kind: 'BIG', filter: { kind: 'SMALL', limit: 1 } },
        data: { a: '{"kind":"BIG","limit":3}', b: '{"kind":"SMALL","limit":1}' },
      },
      // Values that clients may not see become null, and errors do not name them.
      {
        ask: '{ level levels }',
        data: { level: null, levels: ['LOW', null, 'HIGH'] },
        errorsAt: ['level', 'levels.1'],
        stock: 'says nothing',
      },
    ],
  },
  'mutations of several subgraphs run one after the other': {
    subgraphs: {
      a: {
        typeDefs: `
          type Query { counter: Int! }
          type Mutation { add(by: Int!): Count! begin: Boolean }
          type Count @key(fields: "id") { id: ID! value: Int! }`,
        resolvers: {
          Query: { counter: () => counter },
          Mutation: {
            begin: () => {
              counter = 0
              seen.splice(0)
              return true
            },
            add: (_: unknown, { by }: { by: number }) => {
              counter += by
              return { id: 'c', value: counter }
            },
          },
        },
      },
      b: {
        typeDefs: `
          type Mutation { double: Count! }
          type Count @key(fields: "id") { id: ID! note: String! }`,
        resolvers: {
          Mutation: {
            double: () => {
              counter *= 2
              return { id: 'c' }
            },
          },
          Count: { note: () => `at ${counter}` },
        },
      },
    },
    questions: [
      {
        ask: 'mutation { begin one: add(by: 5) { value note } double { note } two: add(by: 1) { value } }',
        data: { begin: true, one: { value: 5, note: 'at 5' }, double: { note: 'at 10' }, two: { value: 11 } },
      },
    ],
  },
}
