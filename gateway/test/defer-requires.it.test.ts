import { describe, expect, it } from 'vitest'
import { federate } from './federation/real-subgraphs.js'

interface Told {
  readonly id: string
  readonly weight?: string
}

const supergraph = federate({
  a: {
    typeDefs: 'type Query { t: T } type T @key(fields: "id") { id: ID! name: String twin: T }',
    resolvers: { Query: { t: () => ({ id: '1' }) }, T: { name: () => 'name', twin: () => ({ id: '2' }) } },
  },
  b: {
    typeDefs: 'type T @key(fields: "id") { id: ID! weight: String size: String }',
    resolvers: { T: { weight: ({ id }: Told) => `w${id}`, size: () => 'size' } },
  },
  c: {
    typeDefs:
      'type T @key(fields: "id") { id: ID! weight: String @external label: String @requires(fields: "weight") }',
    resolvers: { T: { __resolveReference: (told: Told) => told, label: ({ weight }: Told) => `label(${weight})` } },
  },
})

const countsOf = (asked: readonly { readonly subgraph: string }[]) =>
  ['a', 'b', 'c'].map(name => asked.filter(({ subgraph }) => subgraph === name).length)

describe('a deferred field that requires others', () => {
  it.each([
    ['finds what the first answer has fetched', '{ t { weight ... @defer { label } } }', [1, 1, 1]],
    [
      'finds what a field of the first answer requires',
      '{ t { label ... @defer { again: label weight } } }',
      [1, 1, 2],
    ],
    ['fetches what nobody has fetched', '{ t { name ... @defer { label } } }', [1, 1, 1]],
    [
      'fetches what has been fetched of another object only',
      '{ t { weight twin { id ... @defer { label } } } }',
      [1, 2, 1],
    ],
    ['fetches the rest of a subgraph', '{ t { weight ... @defer { label size } } }', [1, 2, 1]],
  ])('%s', async (_, text, counts) => {
    const { data, errors, payloads, asked } = await supergraph.ask(text, { defers: true })
    expect(errors).toBeUndefined()
    expect(JSON.stringify([data, payloads])).toContain('label(w')
    expect(JSON.stringify([data, payloads])).not.toContain('undefined')
    expect(countsOf(asked)).toEqual(counts)
  })

  it('fetches it where a condition left it out of the first answer', async () => {
    const text = 'query ($no: Boolean!) { t { name weight @include(if: $no) ... @defer { label } } }'
    const { payloads } = await supergraph.ask(text, { defers: true, variables: { no: false } })
    expect(payloads.flatMap(({ incremental = [] }) => incremental.map(({ data }) => data))).toEqual([
      { label: 'label(w1)' },
    ])
  })
})
