import type { Suite } from './suite.js'

const shop = {
  typeDefs: `
    type Query { items: [Item!]! things: [Thing!]! }
    union Item = Paper | Digital
    interface Thing { owner: Person }
    type Paper implements Thing { product: Product owner: Person }
    type Digital implements Thing { product: Product owner: Person }
    type Product @key(fields: "id") { id: ID! }
    type Person @key(fields: "id") { id: ID! }`,
  resolvers: {
    Query: {
      items: () => [
        { __typename: 'Paper', product: { id: '1' } },
        { __typename: 'Digital', product: { id: '2' } },
      ],
      things: () => [
        { __typename: 'Paper', owner: { id: '3' } },
        { __typename: 'Digital', owner: { id: '4' } },
      ],
    },
  },
}

interface Format {
  readonly width?: number
  readonly height?: number
}

const media = {
  typeDefs: `
    input Format { width: Int height: Int }
    type Product @key(fields: "id") { id: ID! name: String image(width: Int = 7): String box(n: Int): Box shaped(format: Format): String }
    type Box { x(u: Int): String boxes(n: Int): [Box!] }
    type Person @key(fields: "id") { id: ID! name: String portrait(width: Int): String }`,
  resolvers: {
    Product: {
      name: ({ id }: { id: string }) => `p${id}`,
      image: ({ id }: { id: string }, { width }: Format) => `${id}@${width}`,
      box: (_: unknown, { n }: { n: number }) => ({ n }),
      shaped: ({ id }: { id: string }, { format }: { format: Format }) => `${id}: ${format.width} by ${format.height}`,
    },
    Box: {
      x: ({ n }: { n: number }, { u }: { u: number }) => `${n}/${u}`,
      boxes: ({ n }: { n: number }, { n: count }: { n: number }) =>
        Array.from({ length: count }, (_, index) => ({ n: n * 10 + index })),
    },
    Person: {
      name: ({ id }: { id: string }) => `n${id}`,
      portrait: ({ id }: { id: string }, { width }: Format) => `${id}@${width}`,
    },
  },
}

const otherwise = { stock: 'answers otherwise' } as const
const products = (...given: readonly unknown[]) => ({ items: given.map(product => ({ product })) })

/** One key for different fields or arguments, in fragments on types that exclude each other: GraphQL allows it. */
export const excludingBranches: Readonly<Record<string, Suite>> = {
  'branches that exclude each other ask for one entity in different ways': {
    subgraphs: { shop, media },
    questions: [
      {
        ask: '{ items { ... on Paper { product { image(width: 1) } } ... on Digital { product { image(width: 2) } } } }',
        data: products({ image: '1@1' }, { image: '2@2' }),
        fetches: { media: 1 },
        ...otherwise,
      },
      {
        ask: 'query ($a: Int!, $b: Int!) { items { ... on Paper { product { image(width: $a) } } ... on Digital { product { image(width: $b) } } } }',
        variables: { a: 1, b: 2 },
        data: products({ image: '1@1' }, { image: '2@2' }),
        ...otherwise,
      },
      {
        ask: '{ items { ... on Paper { product { image } } ... on Digital { product { image(width: 2) } } } }',
        data: products({ image: '1@7' }, { image: '2@2' }),
        ...otherwise,
      },
      {
        ask: '{ items { ... on Paper { product { it: name } } ... on Digital { product { it: image(width: 2) } } } }',
        data: products({ it: 'p1' }, { it: '2@2' }),
        ...otherwise,
      },
      {
        ask: '{ items { ... on Paper { product { box(n: 1) { x(u: 1) boxes(n: 1) { x(u: 3) } } } } ... on Digital { product { box(n: 1) { x(u: 2) boxes(n: 2) { x(u: 4) } } } } } }',
        data: products(
          { box: { x: '1/1', boxes: [{ x: '10/3' }] } },
          { box: { x: '1/2', boxes: [{ x: '10/4' }, { x: '11/4' }] } },
        ),
        ...otherwise,
      },
      {
        ask: `query ($yes: Boolean!) { items { ...P ...D } }
          fragment P on Paper { product { name image(width: 1) @include(if: $yes) } }
          fragment D on Digital { product { image(width: 2) name @skip(if: $yes) } }`,
        variables: { yes: true },
        data: products({ name: 'p1', image: '1@1' }, { image: '2@2' }),
        ...otherwise,
      },
      {
        ask: '{ things { ... on Paper { owner { portrait(width: 1) } } ... on Digital { owner { portrait(width: 2) name } } owner { id } } }',
        data: {
          things: [{ owner: { portrait: '3@1', id: '3' } }, { owner: { portrait: '4@2', name: 'n4', id: '4' } }],
        },
        ...otherwise,
      },
      {
        // The same arguments in another order still are one field.
        ask: '{ items { ... on Paper { product { shaped(format: { width: 1, height: 2 }) } } ... on Digital { product { shaped(format: { height: 2, width: 1 }) } } } }',
        data: products({ shaped: '1: 1 by 2' }, { shaped: '2: 1 by 2' }),
      },
    ],
  },
  'fields of one entity in branches that exclude each other, of which some require what others do not': {
    subgraphs: {
      archive: {
        typeDefs: `
          type Query { works: [Work!]! }
          interface Work { maker: Person }
          type Book implements Work { maker: Person }
          type Film implements Work { maker: Person }
          type Song implements Work { maker: Person }
          type Person @key(fields: "id") { id: ID! born: Int }`,
        resolvers: {
          Query: {
            works: () => [
              { __typename: 'Book', maker: { id: 'b', born: 1 } },
              { __typename: 'Film', maker: { id: 'f', born: 2 } },
              { __typename: 'Song', maker: { id: 's', born: 3 } },
            ],
          },
        },
      },
      people: {
        typeDefs: `
          type Person @key(fields: "id") {
            id: ID! name: String born: Int @external city: String @external
            age: String @requires(fields: "born") home: String @requires(fields: "city") teacher: Person
          }`,
        resolvers: {
          Person: {
            name: ({ id }: { id: string }) => `n${id}`,
            age: ({ id, born }: { id: string; born: number }) => `${id} born ${born}`,
            home: ({ id, city }: { id: string; city: string }) => `${id} in ${city}`,
            teacher: ({ id }: { id: string }) => ({ id: `t${id}` }),
          },
        },
      },
      maps: {
        typeDefs: 'type Person @key(fields: "id") { id: ID! city: String }',
        resolvers: { Person: { city: ({ id }: { id: string }) => `c${id}` } },
      },
    },
    questions: [
      {
        ask: '{ works { ... on Book { maker { name } } ... on Film { maker { age } } } }',
        data: { works: [{ maker: { name: 'nb' } }, { maker: { age: 'f born 2' } }, {}] },
        fetches: { people: 2 },
        ...otherwise,
      },
      {
        ask: '{ works { maker { name } ... on Film { maker { age } } ... on Song { maker { home } } } }',
        data: {
          works: [
            { maker: { name: 'nb' } },
            { maker: { name: 'nf', age: 'f born 2' } },
            { maker: { name: 'ns', home: 's in cs' } },
          ],
        },
        ...otherwise,
      },
      {
        ask: '{ works { maker { age } ... on Film { maker { name } } } }',
        data: {
          works: [
            { maker: { age: 'b born 1' } },
            { maker: { age: 'f born 2', name: 'nf' } },
            { maker: { age: 's born 3' } },
          ],
        },
        fetches: { people: 1 },
      },
      {
        ask: '{ works { ... on Book { maker { teacher { name } } } ... on Film { maker { teacher { home } } } } }',
        data: { works: [{ maker: { teacher: { name: 'ntb' } } }, { maker: { teacher: { home: 'tf in ctf' } } }, {}] },
      },
    ],
  },
}
