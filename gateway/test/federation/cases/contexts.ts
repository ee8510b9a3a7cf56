import type { Resolvers } from '../real-subgraphs.js'
import type { Suite } from './suite.js'

interface Seller {
  readonly __typename: 'Shop' | 'Stall'
  readonly id: string
  readonly currency?: string | null
  readonly rates?: readonly (readonly ({ readonly rate: number } | null)[])[]
}

const euros: Seller = { __typename: 'Shop', id: 's1', currency: 'EUR', rates: [[{ rate: 1 }, { rate: 2 }], [null]] }
const dollars: Seller = { __typename: 'Shop', id: 's2', currency: 'USD', rates: [] }
const barter: Seller = { __typename: 'Shop', id: 's3', currency: null }
const stall: Seller = { __typename: 'Stall', id: 't1', currency: 'GBP' }
const sellers = [euros, dollars, barter, stall]

const lamp = { __typename: 'Item', id: 'lamp' }
const chair = { __typename: 'Item', id: 'chair' }

interface PriceArguments {
  readonly cents?: number
  readonly currency?: string | null
}

/** Tells whether the argument was null, or not there at all. */
const price = ({ id }: { id: string }, { cents, ...others }: PriceArguments) =>
  `${id}: ${cents} ${'currency' in others ? String(others.currency) : 'nothing'}`

const resolvers: Resolvers = {
  Query: {
    shops: () => [euros, dollars, euros, barter],
    sellers: () => [euros, stall, null],
    anyone: () => [stall, barter],
    street: () => ({ currency: 'CHF' }),
    me: () => dollars,
    stand: () => stall,
    shop: () => dollars,
  },
  Shop: {
    item: () => lamp,
    items: () => [[lamp, chair], null, [lamp]],
    rates: ({ rates }: Seller) => rates ?? null,
    neighbour: () => stall,
    __resolveReference: ({ id }: Seller) => sellers.find(seller => seller.id === id),
  },
  Stall: { item: () => lamp, owner: () => euros, crate: () => ({}) },
  Crate: { item: () => chair },
  Street: { sellers: () => [stall, euros], crates: () => [{ __typename: 'Crate' }, dollars] },
  Item: {
    price,
    self: (item: object) => item,
    rates: (_: unknown, { rates }: { rates: unknown }) => JSON.stringify(rates),
  },
}

/** Those that a schema has fields for; a schema may have no others. */
function resolversFor(typeDefs: string): Resolvers {
  const types = Object.entries(resolvers).filter(([type]) => typeDefs.includes(`type ${type} `))
  const isField = (name: string) => name.startsWith('__') || new RegExp(`\\b${name}[:(]`).test(typeDefs)
  return Object.fromEntries(
    types.map(([type, fields]) => [type, Object.fromEntries(Object.entries(fields).filter(([name]) => isField(name)))]),
  )
}

/** Sellers whose items have a field that takes an argument from a context. */
function selling(field: string, sellerTypes: string): Suite['subgraphs'] {
  const typeDefs = `${sellerTypes} type Item @key(fields: "id") { id: ID! self: Item ${field} }`
  return {
    market: { typeDefs, resolvers: resolversFor(typeDefs) },
    names: {
      typeDefs: 'type Item @key(fields: "id") { id: ID! name: String twin: Item }',
      resolvers: { Item: { name: ({ id }: { id: string }) => id.toUpperCase(), twin: () => chair } },
    },
  }
}

const shops = `
  type Query { shops: [Shop!]! me: Shop }
  type Shop @key(fields: "id") @context(name: "shop") {
    id: ID! currency: String item: Item items: [[Item!]] rates: [[Rate]]
  }
  type Rate { rate: Int }`

const everything = `
  type Query { sellers: [Seller] anyone: [Anyone!] street: Street shops: [Shop!]! }
  interface Seller @context(name: "seller") { id: ID! currency: String item: Item }
  union Anyone = Shop | Stall
  type Shop implements Seller @key(fields: "id") { id: ID! currency: String item: Item items: [[Item!]] neighbour: Stall }
  type Stall implements Seller @key(fields: "id") { id: ID! currency: String item: Item crate: Crate owner: Shop }
  type Street @context(name: "seller") { currency: String sellers: [Seller!] crates: [Box!] }
  type Crate { item: Item }
  union Box = Crate | Shop`

const anyone = `
  type Query { anyone: [Anyone!] stand: Stall shop: Shop }
  union Anyone @context(name: "anyone") = Shop | Stall
  type Shop @key(fields: "id") { id: ID! currency: String item: Item }
  type Stall @key(fields: "id") { id: ID! currency: String item: Item }`

const at = (currency: string, id = 'lamp', cents = 0) => `${id}: ${cents} ${currency}`
const PRICE = (from: string) => `price(cents: Int = 0 currency: String @fromContext(field: "${from}")): String`

/** Arguments that are taken from what is around an entity. */
export const contexts: Readonly<Record<string, Suite>> = {
  'a context of an object type': {
    subgraphs: selling(PRICE('$shop { currency }'), shops),
    questions: [
      {
        // One item at places with three values; the value that two shops share is asked for once.
        ask: '{ shops { item { price } } }',
        data: {
          shops: [
            { item: { price: at('EUR') } },
            { item: { price: at('USD') } },
            { item: { price: at('EUR') } },
            { item: { price: at('null') } },
          ],
        },
        fetches: { market: 4 },
        stock: 'answers otherwise',
      },
      {
        ask: 'query ($c: Int) { me { items { price(cents: $c) more: price(cents: 2) id: name } currency: id } }',
        variables: { c: 1, contextualArgument_1_0: 'of the client' },
        data: {
          me: {
            items: [
              [
                { price: at('USD', 'lamp', 1), more: at('USD', 'lamp', 2), id: 'LAMP' },
                { price: at('USD', 'chair', 1), more: at('USD', 'chair', 2), id: 'CHAIR' },
              ],
              null,
              [{ price: at('USD', 'lamp', 1), more: at('USD', 'lamp', 2), id: 'LAMP' }],
            ],
            currency: 's2',
          },
        },
        fetches: { market: 2, names: 1 },
        stock: 'answers otherwise',
      },
      {
        // The client's own variable of the planner's name.
        ask: 'query ($contextualArgument_1_0: Int) { me { item { price(cents: $contextualArgument_1_0) } } }',
        variables: { contextualArgument_1_0: 7 },
        data: { me: { item: { price: at('USD', 'lamp', 7) } } },
        stock: 'answers otherwise',
      },
      {
        // Deeper, and through another subgraph: an entity at several places may still be requested in
        // different ways.
        ask: '{ shops { item { twin { price self { price name } } } } }',
        data: {
          shops: ['EUR', 'USD', 'EUR', 'null'].map(currency => ({
            item: { twin: { price: at(currency, 'chair'), self: { price: at(currency, 'chair'), name: 'CHAIR' } } },
          })),
        },
        stock: 'answers otherwise',
      },
    ],
  },
  'a context of an interface, and contexts within contexts': {
    subgraphs: selling(PRICE('$seller { currency }'), everything),
    questions: [
      {
        ask: '{ sellers { item { price } ... on Stall { crate { item { price } } } } }',
        data: {
          sellers: [
            { item: { price: at('EUR') } },
            { item: { price: at('GBP') }, crate: { item: { price: at('GBP', 'chair') } } },
            null,
          ],
        },
        stock: 'answers otherwise',
      },
      {
        ask: '{ street { sellers { item { price } ... on Stall { owner { item { price } neighbour { item { price } } } } } } }',
        data: {
          street: {
            sellers: [
              {
                item: { price: at('GBP') },
                owner: { item: { price: at('EUR') }, neighbour: { item: { price: at('GBP') } } },
              },
              { item: { price: at('EUR') } },
            ],
          },
        },
        stock: 'answers otherwise',
      },
      {
        // At one path, some places have the context right around them, and some further out.
        ask: '{ street { crates { ... on Crate { item { price } } ... on Shop { item { price } } } } }',
        data: { street: { crates: [{ item: { price: at('CHF', 'chair') } }, { item: { price: at('USD') } }] } },
        stock: 'answers otherwise',
      },
    ],
  },
  'a context of a union, taken from some of its types': {
    subgraphs: selling(PRICE('$anyone ... on Shop { currency } ... on Stall { currency }'), anyone),
    questions: [
      {
        ask: '{ anyone { ... on Shop { item { price } } ... on Stall { item { price } } } }',
        data: { anyone: [{ item: { price: at('GBP') } }, { item: { price: at('null') } }] },
        stock: 'answers otherwise',
      },
    ],
  },
  'a context of a union, taken from one of its types': {
    subgraphs: selling(PRICE('$anyone ... on Stall { currency }'), anyone),
    questions: [
      {
        // Apollo's planner finds no plan for the place whose type the context does not name.
        ask: '{ anyone { ... on Shop { item { price } } ... on Stall { item { price } } } }',
        data: { anyone: [{ item: { price: at('GBP') } }, { item: { price: at('null') } }] },
        stock: 'answers otherwise',
      },
      {
        ask: '{ shop { item { price id } } stand { item { price self { price } } } }',
        data: {
          shop: { item: { price: at('null'), id: 'lamp' } },
          stand: { item: { price: at('GBP'), self: { price: at('GBP') } } },
        },
        stock: 'answers otherwise',
      },
    ],
  },
  'a list of values': {
    subgraphs: selling('rates(rates: [[Int]] @fromContext(field: "$shop { rates { rate } }")): String', shops),
    questions: [
      {
        ask: '{ shops { item { rates } } }',
        data: {
          shops: ['[[1,2],[null]]', '[]', '[[1,2],[null]]', 'null'].map(rates => ({ item: { rates } })),
        },
        stock: 'answers otherwise',
      },
    ],
  },
  'a value that another subgraph than the one that leads to the place has': {
    subgraphs: {
      market: {
        typeDefs: `
          type Shop @key(fields: "id") @context(name: "shop") { id: ID! currency: String @requires(fields: "country") country: String @external }
          type Item @key(fields: "id") { id: ID! ${PRICE('$shop { currency }')} }`,
        resolvers: {
          Shop: {
            currency: ({ id, country }: { id: string; country: string }) => {
              if (id === 's3') throw new Error('no')
              return `of ${country}`
            },
          },
          Item: { price },
        },
      },
      streets: {
        typeDefs: `
          type Query { shops: [Shop] }
          type Shop @key(fields: "id") { id: ID! item: Item }
          type Item @key(fields: "id") { id: ID! label: String twin: Item }`,
        resolvers: {
          Query: { shops: () => [euros, dollars, barter] },
          Shop: { item: () => lamp },
          Item: { label: () => 'label', twin: () => chair },
        },
      },
      countries: {
        typeDefs: 'type Shop @key(fields: "id") { id: ID! country: String }',
        resolvers: { Shop: { country: ({ id }: { id: string }) => `land of ${id}` } },
      },
    },
    questions: [
      {
        ask: '{ shops { item { price } } }',
        data: {
          shops: ['of land of s1', 'of land of s2', 'null'].map(currency => ({ item: { price: at(currency) } })),
        },
        errorsAt: ['shops.2.currency'],
        stock: 'answers otherwise',
      },
      {
        ask: '{ shops { country item { label price twin { price label } } } }',
        data: {
          shops: [
            ['s1', 'of land of s1'],
            ['s2', 'of land of s2'],
            ['s3', 'null'],
          ].map(([id, currency = '']) => ({
            country: `land of ${id}`,
            item: { label: 'label', price: at(currency), twin: { price: at(currency, 'chair'), label: 'label' } },
          })),
        },
        errorsAt: ['shops.2.currency'],
        stock: 'answers otherwise',
      },
    ],
  },
}
