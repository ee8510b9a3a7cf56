/** Interface objects, abstract types that span subgraphs, unions with different members, clashing types of one name. */
export const media = {
  library: `
    type Query { media(id: ID!): Media shelf: [Media!]! books: [Book] hit: Hit @shareable hits: [Hit!] @shareable favorite: Favorite }
    type Mutation { borrow(id: ID!): Media }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int! value: Int author: Person size: Int! }
    type Movie implements Media @key(fields: "id") { id: ID! title: String minutes: Int! value: String cast: [Person!]! size: String }
    type Song implements Media @key(fields: "id") { id: ID! title: String! bpm: Float value: [Int!] size: Float }
    type Person @key(fields: "id") { id: ID! name: String! }
    union Hit = Book | Person
    interface Favorite { since: Int }
    type FavoriteBook implements Favorite { since: Int book: Book! }
    type FavoriteMovie implements Favorite { since: Int movie: Movie note: String }
  `,
  ratings: `
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      title: String @external
      rating: Float
      ratings: [Rating!]!
      slug: String! @requires(fields: "title")
      similar(limit: Int = 2): [Media]
    }
    type Rating { stars: Int! by: Person media: Media! mood: Mood }
    type Person @key(fields: "id") { id: ID! ratings: [Rating] mood(day: Int!): Mood! }
    enum Mood { GOOD BAD ODD @inaccessible }
    type Query { best: Media ratings: [Rating!] }
  `,
  cinema: `
    type Query { showing: [Showing] hit: Hit @shareable hits: [Hit!] @shareable }
    type Showing { at: String! movie: Movie! seats: [[Seat!]] }
    type Seat @key(fields: "row number") { row: Int! number: Int! }
    type Movie @key(fields: "id") { id: ID! showings: [Showing!] trailer: Trailer }
    type Person @key(fields: "id") { id: ID! movies: [Movie!] spouse: Person }
    union Hit = Movie | Person
    type Trailer { url: String! of: Movie }
  `,
  seating: `
    type Seat @key(fields: "row number") { row: Int! number: Int! price: Float! taken: Boolean neighbours: [Seat] }
    type Query { seat: Seat }
  `,
} as const

/** The same, with an interface object that requires nothing. */
export const mediaWithoutRequires = {
  ...media,
  ratings: media.ratings
    .replace('title: String @external', '')
    .replace('slug: String! @requires(fields: "title")', 'slug: String!'),
}
