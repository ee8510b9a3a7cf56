import { describe, expect, it } from 'vitest'
import { runOurs, runStock, type Case } from './by-hand.js'

const subgraphs = {
  library: `
    type Query { media: [Media] book: Book me: Reader }
    interface Media { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! size: Int }
    type Movie implements Media @key(fields: "id") { id: ID! size: String! title: String }
    type Secret implements Media @inaccessible { id: ID! }
    type Reader @key(fields: "id") { id: ID! shelves: [[Shelf]] }
    type Shelf { code: Int room: Int }`,
  readers: `
    type Reader @key(fields: "id") { id: ID! shelves: [[Shelf]] @external route: String @requires(fields: "shelves { code }") }
    type Shelf @shareable { code: Int @external }`,
}
const answering = (operation: string, media: object): Case => ({
  subgraphs,
  operation,
  answers: {
    library: () => ({ data: media as Record<string, unknown> }),
    readers: () => ({ data: { _entities: [] } }),
  },
})

describe('abstract types', () => {
  const clashing = '{ media { ... on Book { size } ... on Movie { size } } }'

  it('a value of 0 is not lost when the planner aliased its field', async () => {
    const zero = answering(clashing, {
      media: [
        { __typename: 'Book', size: 0 },
        { __typename: 'Movie', size__alias_0: '' },
      ],
    })
    expect((await runStock(zero)).result.data).toEqual({ media: [{ size: 0 }, null] })
    expect((await runOurs(zero)).result).toEqual({ data: { media: [{ size: 0 }, { size: '' }] } })
  })

  it('a path of an error has no alias of the planner', async () => {
    const errors = [{ message: 'no', path: ['media', 0, 'size__alias_0'] }]
    const failing: Case = {
      ...answering(clashing, {}),
      answers: { library: () => ({ data: { media: [null] }, errors }), readers: () => ({}) },
    }
    expect((await runStock(failing)).result.errors?.[0]?.path).toEqual(['media', 0, 'size__alias_0'])
    expect((await runOurs(failing)).result.errors?.[0]?.path).toEqual(['media', 0, 'size'])
  })

  it('a fragment within one of a wider type applies where the name of the type was not fetched', async () => {
    const nested = answering('{ book { ... on Media { ... on Book { id } } } }', { book: { id: '1' } })
    expect((await runStock(nested)).result.data).toEqual({ book: {} })
    expect((await runOurs(nested)).result).toEqual({ data: { book: { id: '1' } } })
  })

  it('a root type that a subgraph calls something else still gets its fragments', async () => {
    const renamed = answering('{ ... on Query { book { id } } __typename }', { __typename: 'Root', book: { id: '1' } })
    expect((await runStock(renamed)).result.data).toEqual({ __typename: 'Query' })
    expect((await runOurs(renamed)).result.data).toEqual({ book: { id: '1' }, __typename: 'Query' })
  })

  it('a type that clients cannot see gives null, and is not named', async () => {
    const hidden = answering('{ media { __typename id } }', { media: [{ __typename: 'Secret', id: '1' }] })
    const { result } = await runOurs(hidden)
    expect(result.data).toEqual({ media: [null] })
    expect(JSON.stringify(result)).not.toContain('Secret')
  })

  it.each([
    ['{ book { id __typename } }', { book: { __typename: 'Reader', id: '1' } }, ['book']],
    ['{ media { id } }', { media: [{ __typename: 'Reader', id: '1' }] }, ['media', 0]],
    ['{ media { __typename } }', { media: [{ __typename: '__Type' }] }, ['media', 0]],
  ])('an object of a type that its field cannot have is an error: %s', async (operation, data, path) => {
    const impossible = answering(operation, data)
    expect((await runStock(impossible)).result.errors).toBeUndefined()
    const { result } = await runOurs(impossible)
    expect(result.data).toEqual(path.length === 1 ? { book: null } : { media: [null] })
    expect(result.errors).toEqual([
      expect.objectContaining({ path, extensions: expect.objectContaining({ code: 'INVALID_GRAPHQL' }) }),
    ])
  })

  it('required fields are found in lists of lists', async () => {
    const asked: unknown[] = []
    const nested: Case = {
      subgraphs,
      operation: '{ me { route } }',
      answers: {
        library: () => ({ data: { me: { __typename: 'Reader', id: '1', shelves: [[{ code: 1 }, null], null] } } }),
        readers: ({ variables }) => {
          asked.push(variables['representations'])
          return { data: { _entities: [{ route: 'left' }] } }
        },
      },
    }
    await runStock(nested)
    expect((await runOurs(nested)).result).toEqual({ data: { me: { route: 'left' } } })
    expect(asked).toEqual([
      [{ __typename: 'Reader', id: '1', shelves: [null, null] }],
      [{ __typename: 'Reader', id: '1', shelves: [[{ code: 1 }, null], null] }],
    ])
  })
})
