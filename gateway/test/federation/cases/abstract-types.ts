import { oneOf, type Suite } from './suite.js'

const media = [
  { __typename: 'Book', id: 'b1', title: 'Emma', pages: 300 },
  { __typename: 'Film', id: 'f1', title: 'Heat', minutes: 170 },
]

/** Interface objects, unions whose members differ between subgraphs, fields on interfaces. */
export const abstractTypes: Readonly<Record<string, Suite>> = {
  'an interface object': {
    subgraphs: {
      library: {
        typeDefs: `
          type Query { media: [Media!]! book: Book }
          interface Media @key(fields: "id") { id: ID! title: String }
          type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
          type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
        resolvers: {
          Query: { media: () => media, book: () => media[0] },
          Media: { __resolveReference: oneOf(media, 'id') },
          Book: { __resolveReference: oneOf(media, 'id') },
          Film: { __resolveReference: oneOf(media, 'id') },
        },
      },
      ratings: {
        typeDefs: `
          type Query { best: Media top: [Media!] }
          type Media @key(fields: "id") @interfaceObject {
            id: ID! stars: Int title: String @external shout: String @requires(fields: "title")
          }`,
        resolvers: {
          Query: { best: () => ({ id: 'f1' }), top: () => [{ id: 'b1' }, { id: 'f1' }, { id: 'gone' }] },
          Media: {
            stars: ({ id }: { id: string }) => id.length + 1,
            shout: ({ title }: { title?: string }) => title?.toUpperCase(),
          },
        },
      },
    },
    questions: [
      {
        ask: '{ media { __typename stars shout ... on Book { pages } } }',
        data: {
          media: [
            { __typename: 'Book', stars: 3, shout: 'EMMA', pages: 300 },
            { __typename: 'Film', stars: 3, shout: 'HEAT' },
          ],
        },
      },
      { ask: '{ best { stars } }', data: { best: { stars: 3 } }, fetches: { ratings: 1, library: 0 } },
      {
        ask: '{ best { __typename title stars ... on Film { minutes shout } ... on Book { pages } } }',
        data: { best: { __typename: 'Film', title: 'Heat', stars: 3, minutes: 170, shout: 'HEAT' } },
      },
      { ask: '{ book { stars ... on Media { shout } } }', data: { book: { stars: 3, shout: 'EMMA' } } },
      { ask: '{ best { ... on Book { pages } } }', data: { best: {} } },
      {
        // The title is fetched of films only; what needs none is asked of books, too.
        ask: '{ media { stars ... on Film { shout } } }',
        data: { media: [{ stars: 3 }, { stars: 3, shout: 'HEAT' }] },
        fetches: { ratings: 2 },
        stock: 'answers otherwise',
      },
      {
        // It is fetched of all, so one fetch is enough.
        ask: '{ media { title stars ... on Film { shout } } }',
        data: {
          media: [
            { title: 'Emma', stars: 3 },
            { title: 'Heat', stars: 3, shout: 'HEAT' },
          ],
        },
        fetches: { ratings: 1 },
      },
      {
        ask: '{ media { ... on Book { stars id } ... on Film { shout } } }',
        data: { media: [{ stars: 3, id: 'b1' }, { shout: 'HEAT' }] },
      },
      // The third object's type is unknown to all subgraphs: it cannot be named, and that is an error.
      { ask: '{ top { stars } }', data: { top: [{ stars: 3 }, { stars: 3 }, { stars: 5 }] } },
      { ask: '{ top { __typename stars } }', data: { top: null }, errorsAt: ['top.2'], stock: 'says nothing' },
    ],
  },
  'a union whose members differ between subgraphs': {
    subgraphs: {
      a: {
        typeDefs: `
          union Hit = Song | Artist
          type Query { hits: [Hit] @shareable }
          type Song @key(fields: "id") { id: ID! title: String @shareable }
          type Artist @key(fields: "id") { id: ID! name: String }`,
        resolvers: {
          Query: {
            hits: () => [{ __typename: 'Song', id: 's', title: 'Hello' }, null],
          },
          Song: { __resolveReference: ({ id }: { id: string }) => ({ id, title: 'Hello' }) },
        },
      },
      b: {
        typeDefs: `
          union Hit = Song | Album
          union Owner = Artist | Label
          type Query { hits: [Hit] @shareable fresh: Hit }
          type Song @key(fields: "id") { id: ID! seconds: Int owner: Owner }
          type Album @key(fields: "id") { id: ID! songs: [Song!]! }
          type Artist @key(fields: "id", resolvable: false) { id: ID! }
          type Label { name: String! }`,
        resolvers: {
          Query: {
            hits: () => [{ __typename: 'Song', id: 's' }, null],
            fresh: () => ({ __typename: 'Album', id: 'x', songs: [{ id: 's' }] }),
          },
          Song: {
            seconds: () => 200,
            owner: ({ id }: { id: string }) =>
              id === 's' ? { __typename: 'Artist', id: 'a' } : { __typename: 'Label', name: 'L' },
          },
        },
      },
      c: {
        typeDefs: 'type Artist @key(fields: "id") { id: ID! fans: Int }',
        resolvers: { Artist: { fans: () => 5 } },
      },
    },
    questions: [
      {
        ask: '{ fresh { __typename ... on Album { songs { title seconds owner { ... on Artist { fans name } ... on Label { label: name } } } } ... on Song { title } } }',
        data: {
          fresh: { __typename: 'Album', songs: [{ title: 'Hello', seconds: 200, owner: { fans: 5, name: null } }] },
        },
      },
      {
        ask: '{ hits { ... on Song { title seconds } ... on Artist { name fans } ... on Album { id } } }',
        data: { hits: [{ title: 'Hello', seconds: 200 }, null] },
      },
    ],
  },
}
