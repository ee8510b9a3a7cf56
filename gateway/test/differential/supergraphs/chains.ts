/**
 * Circular and nested @requires through four subgraphs, null keys, keys within keys, and value types that two subgraphs
 * answer parts of: with one of them by what it requires, so that one entity may get different parts at two places.
 */
export const chains = {
  a: `
    type Query { start: Link links(count: Int! = 2, filter: Filter): [Link] tree: Tree boxed: Box @shareable any: Any }
    type Mutation { first(step: Int): Link second: Link! }
    type Link @key(fields: "id") @key(fields: "code") { id: ID! code: String one: Int next: Link nested: [[Link]] }
    type Tree @key(fields: "id") { id: ID! children: [Tree!] leaf: Leaf! value: Int }
    type Leaf { color: Color link: Link text(max: Int): String! }
    input Filter { text: String = "x" colors: [Color!] deep: Filter }
    enum Color { RED GREEN }
    type Box @shareable { width: Int! inner: Inner }
    type Inner @shareable { a: String b: Int }
    union Any = Link | Tree | Box
  `,
  b: `
    type Link @key(fields: "id") { id: ID! one: Int @external two: String @requires(fields: "one") peers: [Link!] note: Note @shareable }
    type Note @shareable { b: Int more: More }
    type More @shareable { x: Int }
    type Tree @key(fields: "id") {
      id: ID!
      value: Int @external
      leaf: Leaf! @external
      sum: Int @requires(fields: "value leaf { color }")
    }
    type Leaf { color: Color @external }
    enum Color { RED GREEN }
    type Query { boxed: Box @shareable }
    type Box @shareable { width: Int! inner: Inner }
    type Inner @shareable { a: String b: Int }
  `,
  c: `
    type Link @key(fields: "code") {
      code: String
      two: String @external
      three: Boolean @requires(fields: "two")
      owner: Owner
    }
    type Owner @key(fields: "link { code }") @key(fields: "uid") { uid: ID! link: Link! title: String }
    type Mutation { third(owner: ID): Owner }
  `,
  d: `
    type Link @key(fields: "id") { id: ID! three: Boolean @external four: Float! @requires(fields: "three") note: Note @shareable @requires(fields: "three") }
    type Note @shareable { d: Int more: More }
    type More @shareable { y: Int }
    type Owner @key(fields: "uid") { uid: ID! name: String links: [Link!]! rank: Int! }
    type Tree @key(fields: "id") { id: ID! sum: Int @external depth: Int! @requires(fields: "sum") owner: Owner }
  `,
} as const
