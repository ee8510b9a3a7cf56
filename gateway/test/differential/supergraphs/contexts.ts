/**
 * Contexts of objects, interfaces, unions and the root, within each other and through lists; their values
 * come from the subgraph that leads to an entity, or from another one, or are required from there; entities
 * repeat in differing contexts.
 */
export const contexts = {
  a: `
    type Query @context(name: "any") {
      locale: String
      zones: [Zone!]!
      zone: Zone
      holders: [[Holder]]
      spots: [Spot]
      item: Thing
    }
    type Mutation @context(name: "any") { locale: String move(id: ID!): Zone item: Thing }
    interface Holder @context(name: "holder") { id: ID! currency: String item: Item count(of: Int): Int }
    union Spot @context(name: "spot") = Zone | Stand
    type Zone implements Holder @key(fields: "id") @context(name: "any") {
      id: ID!
      currency: String
      locale: String
      item: Item
      items: [[Item!]]
      count(of: Int): Int
      sizes: [Size!]
      inner: Zone
      stand: Stand!
      thing: Thing
      crates: [Crate]
    }
    type Stand implements Holder @key(fields: "id") { id: ID! currency: String item: Item count(of: Int): Int number: Int! heights: [Int] zone: Zone thing: Thing }
    union Crate = Zone | Box
    type Box { thing: Thing things: [Thing] }
    type Size { height: Int parts: [Part] }
    type Part { name: String }
    type Item @key(fields: "id") {
      id: ID!
      self: Item
      price(currency: String @fromContext(field: "$holder { currency }"), cents: Int = 3): Int
      heights(all: [Int] @fromContext(field: "$holder ... on Zone { sizes { height } } ... on Stand { heights }")): [Int!]
    }
    type Thing @key(fields: "id") {
      id: ID!
      label(locale: String @fromContext(field: "$any { locale }")): String!
      next: Thing
      owner: Zone
    }
  `,
  b: `
    type Query { things: [Thing] zonesOfB: [Zone!] plain: Plain }
    type Plain { thing: Thing zone: Zone }
    type Thing @key(fields: "id") { id: ID! name: String twin: Thing mark(by: String): Int }
    type Zone @key(fields: "id") { id: ID! things: [Thing!]! first: Thing country: String }
    type Item @key(fields: "id") { id: ID! name: String! twins: [Item] thing: Thing }
  `,
  c: `
    type Zone @key(fields: "id") @context(name: "place") {
      id: ID!
      country: String @external
      area: String @requires(fields: "country")
      rank: Int
    }
    type Thing @key(fields: "id") {
      id: ID!
      spots: [Spot!]
      deep: Deep
    }
    type Deep { spot: Spot rank: Int }
    union Spot = Zone | Stand
    type Stand @key(fields: "id") { id: ID! tall: Boolean }
  `,
  d: `
    type Query { island: Island islands: [Island!] }
    type Island @key(fields: "id") @context(name: "island") { id: ID! climate: Climate @external boats: [Boat] }
    enum Climate { HOT COLD }
    type Boat @key(fields: "id") { id: ID! speed(in: Climate @fromContext(field: "$island { climate }")): Int sister: Boat }
  `,
  e: `
    enum Climate { HOT COLD }
    type Island @key(fields: "id") { id: ID! climate: Climate boat: Boat flag: String @shareable }
    type Boat @key(fields: "id") { id: ID! name: String flag: String mate: Boat }
  `,
} as const
