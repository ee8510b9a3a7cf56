/** A small subgraph that most tests ask: pages, nested lists, a failing field, a mutation. */
export const catalog = {
  name: 'catalog',
  typeDefs: `
    type Query {
      hello(name: String = "you"): String
      number(value: Int!): Int
      broken: Int
      books(first: Int = 20): BookConnection
      shelves: [Shelf!]!
    }
    type Subscription { ticks: Int tocks: Int }
    type Mutation { write(text: String!): String }
    type BookConnection { edges: [BookEdge!]! total: Int! }
    type BookEdge { node: Book }
    type Book { title: String similar: [Book!]! }
    type Shelf { books: [Book!]! shelf: Shelf }`,
  resolvers: {
    Query: {
      hello: (_: unknown, { name }: { name: string }) => `hello ${name}`,
      number: (_: unknown, { value }: { value: number }) => value,
      broken: () => {
        throw new Error('the password is swordfish')
      },
      shelves: () => [],
    },
    Mutation: { write: (_: unknown, { text }: { text: string }) => text },
  },
}
