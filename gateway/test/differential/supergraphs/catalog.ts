/**
 * Several keys and compound ones, nested and chained @requires, @provides, @override, shareable values,
 * @inaccessible.
 */
export const catalog = {
  products: `
    type Query {
      product(id: ID!): Product
      products(first: Int = 3): [Product!]!
      bySku(skus: [String!]): [Product]
      node(id: ID!): Node
      region: Region!
    }
    type Mutation {
      rename(id: ID!, name: String!): Product
      restock(id: ID!): Product!
    }
    interface Node { id: ID! }
    type Product implements Node @key(fields: "id") @key(fields: "sku region { code }") {
      id: ID!
      sku: String
      region: Region! @shareable
      name(upper: Boolean = false): String!
      price: Float
      dimensions: Dimensions @shareable
      status: Status
      tags: [String!]
      matrix: [[Int!]!]
      brand: Brand
      related(limit: Int): [Product!]
      secret: String @inaccessible
    }
    type Region @shareable { code: String! country: Country! }
    type Country @shareable { iso: String! name: String }
    type Dimensions @shareable { size: Int! weight: Float }
    type Brand @key(fields: "id", resolvable: false) { id: ID! }
    enum Status { ACTIVE RETIRED HIDDEN @inaccessible }
  `,
  inventory: `
    type Product @key(fields: "id") {
      id: ID!
      dimensions: Dimensions @external
      price: Float @external
      region: Region! @external
      stock: Int
      shipping: Int @requires(fields: "dimensions { size weight } price")
      customs: String! @requires(fields: "region { country { iso } }")
      warehouses: [Warehouse!]!
      discount: Float @override(from: "pricing")
    }
    type Dimensions @shareable { size: Int! weight: Float }
    type Region @shareable { code: String! country: Country! }
    type Country @shareable { iso: String! }
    type Warehouse @key(fields: "place { x y }") { place: Place! capacity: Int! manager: User }
    type Place @shareable { x: Int! y: Int! }
    type User @key(fields: "id") { id: ID! warehouses: [Warehouse!] }
    type Query { warehouse: Warehouse }
  `,
  pricing: `
    type Product @key(fields: "sku region { code }") {
      sku: String
      region: Region! @shareable
      shipping: Int @external
      discount: Float
      total(currency: String): Float @requires(fields: "shipping")
      offers: [Offer]
    }
    type Region @shareable { code: String! }
    type Offer { id: ID! percent: Int! product: Product seller: User }
    type User @key(fields: "id") { id: ID! offers: [Offer!] }
  `,
  people: `
    type Query { users: [User] me: User! }
    interface Node { id: ID! }
    type User implements Node @key(fields: "id") {
      id: ID!
      name: String!
      email: String
      friends: [User!]!
      reviews: [Review]
      birthday: Date
    }
    type Review @key(fields: "id") {
      id: ID!
      stars: Int!
      author: User! 
      product: Product @provides(fields: "name2")
    }
    type Product @key(fields: "id") { id: ID! name2: String @external reviews: [Review!]! }
    type Brand @key(fields: "id") { id: ID! title: String! owner: User }
    type Warehouse @key(fields: "place { x y }") { place: Place! address: String }
    type Place @shareable { x: Int! y: Int! }
    scalar Date
  `,
  names: `
    type Product @key(fields: "id") { id: ID! name2: String @shareable }
    type Query { newest: [Product!] }
  `,
} as const
