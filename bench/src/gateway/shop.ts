/**
 * Four subgraphs in the style of federation 1, which every measured gateway supports: users, products, their
 * stock, and their reviews. Each object is computed from its number.
 */
export interface BenchSubgraph {
  readonly name: string
  readonly typeDefs: string
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>>
}

/** An object as its subgraph knows it, or a reference to one. */
interface Row {
  readonly __typename: string
  readonly id?: string
  readonly upc?: string
  readonly name?: string
  readonly username?: string
  readonly title?: string | undefined
  readonly price?: number
  readonly weight?: number
  readonly body?: string
  readonly stars?: number
  readonly authorId?: number
  readonly productUpc?: number
}
type Resolver = (row: Row, given: { readonly first?: number }) => unknown

const USERS = 6
const PRODUCTS = 9
const REVIEWS_OF_EACH = 3

const user = (id: number): Row => ({
  __typename: 'User',
  id: String(id),
  name: `Person ${id} of the realm`,
  username: `person-${id}`,
  title: ['Ranger', 'Mage', 'Smith', 'Bard'][id % 4],
})
const product = (upc: number): Row => ({
  __typename: 'Product',
  upc: String(upc),
  name: `Wondrous item number ${upc}`,
  price: 100 + upc * 37,
  weight: 5 + upc * 3,
})
const review = (id: number): Row => ({
  __typename: 'Review',
  id: String(id),
  body: `Review ${id}: it has served me well on long roads and in bad weather, and I would have it again.`,
  stars: 1 + (id % 5),
  authorId: id % USERS,
  productUpc: id % PRODUCTS,
})
const list = (count: number, row: (index: number) => Row): Row[] => Array.from({ length: count }, (_, at) => row(at))
const reviewsOf = (seed: number): Row[] => list(REVIEWS_OF_EACH, at => review(seed * 5 + at * 7))

export const shop: readonly BenchSubgraph[] = [
  {
    name: 'accounts',
    typeDefs: `
      type Query { me: User users: [User!]! }
      type User @key(fields: "id") { id: ID! name: String username: String title: String }`,
    resolvers: {
      Query: { me: () => user(1), users: () => list(USERS, user) },
      User: { __resolveReference: ({ id }) => user(Number(id)) },
    },
  },
  {
    name: 'products',
    typeDefs: `
      type Query { topProducts(first: Int = 9): [Product!]! }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: {
        topProducts: (_, { first }) => list(Math.min(first ?? PRODUCTS, PRODUCTS), product),
      },
      Product: { __resolveReference: ({ upc }) => product(Number(upc)) },
    },
  },
  {
    name: 'inventory',
    typeDefs: `
      extend type Product @key(fields: "upc") {
        upc: String! @external
        price: Int @external
        weight: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: reference => reference,
        inStock: ({ upc }) => Number(upc) % 2 === 0,
        shippingEstimate: ({ price, weight }) => Math.round((Number(price) * Number(weight)) / 100),
      },
    },
  },
  {
    name: 'reviews',
    typeDefs: `
      type Review @key(fields: "id") { id: ID! body: String stars: Int author: User product: Product }
      extend type User @key(fields: "id") { id: ID! @external reviews: [Review!] }
      extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review!] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }) => review(Number(id)),
        author: ({ authorId }) => ({ __typename: 'User', id: String(authorId) }),
        product: ({ productUpc }) => ({ __typename: 'Product', upc: String(productUpc) }),
      },
      User: { reviews: ({ id }) => reviewsOf(Number(id)) },
      Product: { reviews: ({ upc }) => reviewsOf(Number(upc) + 100) },
    },
  },
]

const PRODUCT = 'upc name price weight inStock shippingEstimate'
const USER = 'id name username title'

/** The queries, by the size of their answers. */
export const loads = {
  heavy: `query Heavy {
    users { ${USER} reviews { id body stars product { ${PRODUCT} reviews { id body stars author { ${USER} reviews { id body stars product { ${PRODUCT} } } } } } } }
    topProducts { ${PRODUCT} reviews { id body stars author { ${USER} reviews { id body stars product { ${PRODUCT} } } } } }
  }`,
  medium: `query Medium { topProducts(first: 5) { ${PRODUCT} reviews { id body stars author { name username } } } }`,
  tiny: 'query Tiny { me { id name } }',
} as const

export type LoadName = keyof typeof loads

export const LOADS = Object.keys(loads) as LoadName[]
