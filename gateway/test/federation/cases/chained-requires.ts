import type { Suite } from './suite.js'

type Told = Readonly<Record<string, string | undefined>>

/** Answers a field with the values that it was told, so that one that is missing shows in the answer. */
const from =
  (field: string, ...required: readonly string[]) =>
  (told: Told) =>
    `${field}(${required.map(name => told[name]).join(' ')})`

const reference = (told: Told) => told

const box = {
  typeDefs: `
    type Query { box: Box boxes: [Box!]! crate: Crate open: Box }
    type Mutation { pack: Box }
    type Crate { box: Box }
    type Box @key(fields: "id") { id: ID! weight: String @external cost: String @requires(fields: "weight") }`,
  resolvers: {
    Query: { box: () => ({ id: '1' }), boxes: () => [{ id: '1' }, { id: '2' }], crate: () => ({ box: { id: '3' } }) },
    Mutation: { pack: () => ({ id: '4' }) },
    Box: { __resolveReference: reference, cost: from('cost', 'weight') },
  },
}

const labels = {
  typeDefs:
    'type Box @key(fields: "id") { id: ID! weight: String cost: String @external label: String @requires(fields: "cost") }',
  resolvers: {
    Box: {
      __resolveReference: (told: Told) => ({ ...told, weight: `w${told['id']}` }),
      label: from('label', 'cost'),
    },
  },
}

const shelf = {
  typeDefs: `
    type Query { shelved: Box }
    type Box @key(fields: "id") @key(fields: "place", resolvable: false) {
      id: ID! @shareable place: ID! @shareable size: String weight: String
    }`,
  resolvers: {
    Query: { shelved: () => ({ id: '1', place: 'p1', size: 'small', weight: 'heavy' }) },
    Box: { __resolveReference: ({ id }: Told) => ({ id, place: `p${id}`, size: 'small', weight: 'heavy' }) },
  },
}

const prices = {
  typeDefs: `
    type Box @key(fields: "place") @key(fields: "id", resolvable: false) {
      id: ID! @shareable place: ID! @shareable size: String @external cost: String @requires(fields: "size")
    }`,
  resolvers: {
    Box: { __resolveReference: (told: Told) => ({ ...told, id: told['place']?.slice(1) }), cost: from('cost', 'size') },
  },
}

const tags = {
  typeDefs: `
    type Box @key(fields: "place") {
      place: ID! @shareable weight: String @external cost: String @external label: String @requires(fields: "cost weight")
    }`,
  resolvers: { Box: { __resolveReference: reference, label: from('label', 'cost', 'weight') } },
}

const costOf = (id: string) => `cost(w${id})`
const labelOf = (id: string) => `label(${costOf(id)})`

/** Required fields that themselves require fields, back and forth between the same subgraphs. */
export const chainedRequires: Readonly<Record<string, Suite>> = {
  'a required field that requires a field of the subgraph that asks for it': {
    subgraphs: { box, labels },
    questions: [
      {
        ask: '{ box { label } }',
        data: { box: { label: labelOf('1') } },
        fetches: { box: 2, labels: 2 },
        stock: 'answers otherwise',
      },
      {
        ask: '{ box { cost label } }',
        data: { box: { cost: costOf('1'), label: labelOf('1') } },
        stock: 'answers otherwise',
      },
      {
        ask: '{ boxes { cost: label weight: cost name: weight } }',
        data: { boxes: ['1', '2'].map(id => ({ cost: labelOf(id), weight: costOf(id), name: `w${id}` })) },
        stock: 'answers otherwise',
      },
      {
        ask: '{ crate { box { label weight } } }',
        data: { crate: { box: { label: labelOf('3'), weight: 'w3' } } },
        stock: 'answers otherwise',
      },
      { ask: 'mutation { pack { label } }', data: { pack: { label: labelOf('4') } }, stock: 'answers otherwise' },
      {
        ask: 'query ($yes: Boolean!) { box { label @include(if: $yes) cost @skip(if: $yes) weight } }',
        variables: { yes: true },
        data: { box: { label: labelOf('1'), weight: 'w1' } },
        stock: 'answers otherwise',
      },
    ],
  },
  'a required field whose own inputs are asked for after what the client asks of the same subgraph': {
    subgraphs: { shelf, prices, tags },
    questions: [
      { ask: '{ shelved { label } }', data: { shelved: { label: 'label(cost(small) heavy)' } } },
      {
        ask: '{ shelved { label cost } }',
        data: { shelved: { label: 'label(cost(small) heavy)', cost: 'cost(small)' } },
      },
    ],
  },
  'a chain of three required fields between two subgraphs': {
    subgraphs: {
      a: {
        typeDefs: `
          type Query { t: T }
          type T @key(fields: "id") { id: ID! one: String two: String @external three: String @requires(fields: "two") four: String @external five: String @requires(fields: "four") }`,
        resolvers: {
          Query: { t: () => ({ id: '1', one: 'one' }) },
          T: {
            __resolveReference: (told: Told) => ({ one: 'one', ...told }),
            three: from('three', 'two'),
            five: from('five', 'four'),
          },
        },
      },
      b: {
        typeDefs: `
          type T @key(fields: "id") { id: ID! one: String @external two: String @requires(fields: "one") three: String @external four: String @requires(fields: "three") }`,
        resolvers: { T: { __resolveReference: reference, two: from('two', 'one'), four: from('four', 'three') } },
      },
    },
    questions: [
      { ask: '{ t { four } }', data: { t: { four: 'four(three(two(one)))' } }, stock: 'answers otherwise' },
      {
        ask: '{ t { five two } }',
        data: { t: { five: 'five(four(three(two(one))))', two: 'two(one)' } },
        stock: 'answers otherwise',
      },
    ],
  },
  'a required field that requires one of a third subgraph': {
    subgraphs: {
      a: {
        typeDefs: `
          type Query { t: T }
          type T @key(fields: "id") { id: ID! size: String @external cost: String @requires(fields: "size") }`,
        resolvers: {
          Query: { t: () => ({ id: '1' }) },
          T: { __resolveReference: reference, cost: from('cost', 'size') },
        },
      },
      b: {
        typeDefs:
          'type T @key(fields: "id") { id: ID! cost: String @external size: String @external label: String @requires(fields: "cost size") plain: String }',
        resolvers: { T: { __resolveReference: reference, label: from('label', 'cost', 'size'), plain: () => 'plain' } },
      },
      c: {
        typeDefs: 'type T @key(fields: "id") { id: ID! size: String }',
        resolvers: { T: { size: () => 'size' } },
      },
    },
    questions: [
      { ask: '{ t { label } }', data: { t: { label: 'label(cost(size) size)' } }, stock: 'answers otherwise' },
      {
        ask: '{ t { plain label cost } }',
        data: { t: { plain: 'plain', label: 'label(cost(size) size)', cost: 'cost(size)' } },
        stock: 'answers otherwise',
      },
    ],
  },
  'a required field that is provided on one path only': {
    subgraphs: {
      a: {
        typeDefs: `
          type Query { told: T @provides(fields: "weight") untold: T }
          type T @key(fields: "id") { id: ID! weight: String @external cost: String @requires(fields: "weight") }`,
        resolvers: {
          Query: { told: () => ({ id: '1', weight: 'w' }), untold: () => ({ id: '2' }) },
          T: { __resolveReference: reference, cost: from('cost', 'weight') },
        },
      },
      b: {
        typeDefs:
          'type T @key(fields: "id") { id: ID! weight: String @shareable cost: String @external label: String @requires(fields: "cost") }',
        resolvers: {
          T: { __resolveReference: (told: Told) => ({ ...told, weight: 'w' }), label: from('label', 'cost') },
        },
      },
    },
    questions: [
      { ask: '{ told { cost } }', data: { told: { cost: 'cost(w)' } }, fetches: { a: 1, b: 0 } },
      { ask: '{ told { label } }', data: { told: { label: 'label(cost(w))' } }, fetches: { a: 1, b: 1 } },
      { ask: '{ untold { cost } }', data: { untold: { cost: 'cost(w)' } }, fetches: { a: 2, b: 1 } },
      {
        ask: '{ told { label } untold { label cost } }',
        data: { told: { label: 'label(cost(w))' }, untold: { label: 'label(cost(w))', cost: 'cost(w)' } },
        stock: 'answers otherwise',
      },
    ],
  },
  'chained required fields of an interface object': {
    subgraphs: {
      library: {
        typeDefs: `
          type Query { media: [Media!]! }
          interface Media @key(fields: "id") { id: ID! }
          type Book implements Media @key(fields: "id") { id: ID! }
          type Film implements Media @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            media: () => [
              { __typename: 'Book', id: 'b' },
              { __typename: 'Film', id: 'f' },
            ],
          },
          Media: { __resolveReference: ({ id }: { id: string }) => ({ __typename: id === 'b' ? 'Book' : 'Film', id }) },
        },
      },
      costs: {
        typeDefs:
          'type Media @key(fields: "id") @interfaceObject { id: ID! weight: String @external cost: String @requires(fields: "weight") }',
        resolvers: { Media: { __resolveReference: reference, cost: from('cost', 'weight') } },
      },
      labels: {
        typeDefs:
          'type Media @key(fields: "id") @interfaceObject { id: ID! weight: String cost: String @external label: String @requires(fields: "cost") }',
        resolvers: {
          Media: {
            __resolveReference: (told: Told) => ({ ...told, weight: `w${told['id']}` }),
            label: from('label', 'cost'),
          },
        },
      },
    },
    questions: [
      { ask: '{ media { label } }', data: { media: [{ label: labelOf('b') }, { label: labelOf('f') }] } },
      {
        ask: '{ media { ... on Book { label } ... on Film { cost } weight } }',
        data: {
          media: [
            { label: labelOf('b'), weight: 'wb' },
            { cost: costOf('f'), weight: 'wf' },
          ],
        },
        stock: 'answers otherwise',
      },
    ],
  },
  'an interface object with a chain between two subgraphs that both have it as an object': {
    subgraphs: {
      a: {
        typeDefs:
          'type Media @key(fields: "id") @interfaceObject { id: ID! @shareable one: String @shareable two: String @external three: String @requires(fields: "two") }',
        resolvers: { Media: { __resolveReference: reference, one: () => 'one', three: from('three', 'two') } },
      },
      b: {
        typeDefs:
          'type Media @key(fields: "id") @interfaceObject { id: ID! @shareable one: String @external two: String @requires(fields: "one") three: String @external four: String @requires(fields: "three") }',
        resolvers: { Media: { __resolveReference: reference, two: from('two', 'one'), four: from('four', 'three') } },
      },
      c: {
        typeDefs:
          'interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! } type Query { media: [Media] }',
        resolvers: { Query: { media: () => [{ __typename: 'Book', id: 'b' }] } },
      },
    },
    questions: [
      {
        ask: '{ media { __typename four } }',
        data: { media: [{ __typename: 'Book', four: 'four(three(two(one)))' }] },
        stock: 'answers otherwise',
      },
    ],
  },
  'two fetches with the same inputs, of which one waits for the other': {
    subgraphs: {
      a: {
        typeDefs: 'type Query { t: T } type T @key(fields: "id") { id: ID! one: String }',
        resolvers: { Query: { t: () => ({ id: '1' }) }, T: { one: () => 'one' } },
      },
      b: {
        typeDefs:
          'type T @key(fields: "id") { id: ID! two: String @external three: String @external four: String @requires(fields: "two three") }',
        resolvers: { T: { __resolveReference: reference, four: from('four', 'two', 'three') } },
      },
      c: {
        typeDefs:
          'type T @key(fields: "id") { id: ID! two: String three: String @requires(fields: "one") six: String @requires(fields: "one") five: String @requires(fields: "four") one: String @external four: String @external }',
        resolvers: {
          T: {
            __resolveReference: reference,
            two: () => 'two',
            three: from('three', 'one'),
            six: from('six', 'one'),
            five: from('five', 'four'),
          },
        },
      },
    },
    questions: [
      {
        ask: '{ t { six five } }',
        data: { t: { six: 'six(one)', five: 'five(four(two three(one)))' } },
      },
    ],
  },
}
