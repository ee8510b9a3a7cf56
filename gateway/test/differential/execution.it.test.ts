import { describe, expect, it } from 'vitest'
import { runOurs, runStock, type Case } from './by-hand.js'

const subgraphs = {
  a: `
    type Query { item(id: ID): Item items: [Item!] count: Int! }
    type Item @key(fields: "id") { id: ID! name: String tags: [String!] kind: Kind }
    enum Kind { BIG SMALL SECRET @inaccessible }`,
  b: `type Item @key(fields: "id") { id: ID! text: String parts: [Part!] } type Part { id: ID! }`,
}
const item = { __typename: 'Item', id: '1', name: 'n', tags: ['t'], kind: 'BIG' }
const asking = (operation: string, more: Partial<Case> = {}): Case => ({
  subgraphs,
  operation,
  answers: {
    a: () => ({ data: { item, items: [item, item], count: 2 } }),
    b: ({ variables }) => ({
      data: { _entities: (variables['representations'] as unknown[]).map(() => ({ text: 'x', parts: [{ id: 'p' }] })) },
    }),
  },
  ...more,
})

describe('execution', () => {
  it('keys that objects inherit are answered like any other', async () => {
    const { result } = await runOurs(asking('{ item { constructor: name toString: tags valueOf: kind } }'))
    expect(JSON.stringify(result.data)).toBe('{"item":{"constructor":null,"toString":null,"valueOf":null}}')
    const aliased = asking('{ item { constructor: id } }', {
      answers: { a: () => ({ data: { item: { constructor: '1' } } }), b: () => ({}) },
    })
    expect(JSON.stringify((await runOurs(aliased)).result.data)).toBe('{"item":{"constructor":"1"}}')
  })

  it('@skip and @include follow the variables of each request, and their defaults', async () => {
    const operation =
      'query ($name: Boolean! = true, $text: Boolean!) { item { name @skip(if: $name) text @include(if: $text) id } }'
    const run = (variables: Record<string, unknown>) => runOurs(asking(operation, { variables }))
    const without = await run({ text: false })
    expect(without.result.data).toEqual({ item: { id: '1' } })
    expect(without.asked.map(({ subgraph }) => subgraph)).toEqual(['a'])
    const both = await run({ name: false, text: true })
    expect(both.result.data).toEqual({ item: { name: 'n', text: 'x', id: '1' } })
    expect(both.asked.map(({ subgraph }) => subgraph)).toEqual(['a', 'b'])
  })

  it('an object of which nothing is asked for by the conditions is there all the same', async () => {
    const run = (on: boolean) =>
      runOurs(
        asking('query ($on: Boolean!) { item { parts { ... @include(if: $on) { id } } } }', { variables: { on } }),
      )
    expect((await run(true)).result.data).toEqual({ item: { parts: [{ id: 'p' }] } })
    expect((await run(false)).result.data).toEqual({ item: { parts: [{}] } })
  })

  it('what only a field requires that a condition leaves out is not missed by others', async () => {
    const operation = 'query ($on: Boolean!) { item { shipping @include(if: $on) stock } }'
    const conditional: Case = {
      subgraphs: {
        a: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! weight: Int size: Int }',
        b: `
          type Item @key(fields: "id") {
            id: ID!
            weight: Int @external
            size: Int @external
            stock: Int @requires(fields: "size")
            shipping: Int @requires(fields: "weight size")
          }`,
      },
      operation,
      answers: {
        a: ({ variables }) => ({
          data: { item: { __typename: 'Item', id: '1', size: 2, ...(variables['on'] === true && { weight: 3 }) } },
        }),
        b: ({ variables }) => ({
          data: { _entities: [{ stock: 1, ...(variables['on'] === true && { shipping: 4 }) }] },
        }),
      },
    }
    const run = (on: boolean) => runOurs({ ...conditional, variables: { on } })
    const [without, both] = [await run(false), await run(true)]
    expect(without.result).toEqual({ data: { item: { stock: 1 } } })
    expect(without.asked[1]?.variables['representations']).toEqual([{ __typename: 'Item', id: '1', size: 2 }])
    expect(both.result).toEqual({ data: { item: { shipping: 4, stock: 1 } } })
    expect(both.asked[1]?.variables['representations']).toEqual([{ __typename: 'Item', id: '1', weight: 3, size: 2 }])
    // Apollo's executor sends no request for the stock.
    expect((await runStock({ ...conditional, variables: { on: false } })).result.data).toEqual({
      item: { stock: null },
    })
  })

  it('null for a condition is the client’s fault, and nothing is asked', async () => {
    const operation = 'query ($on: Boolean = true) { item { name @include(if: $on) } }'
    const { result, asked } = await runOurs(asking(operation, { variables: { on: null } }))
    expect(result.errors?.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT'])
    expect(asked).toEqual([])
  })

  it('an enum value that clients cannot see gives null', async () => {
    const { result } = await runOurs(
      asking('{ item { kind } }', { answers: { a: () => ({ data: { item: { kind: 'SECRET' } } }), b: () => ({}) } }),
    )
    expect(result.data).toEqual({ item: { kind: null } })
    expect(JSON.stringify(result)).not.toContain('SECRET')
  })

  it('null where the schema allows none makes the nearest nullable place null, with one error', async () => {
    const { result } = await runOurs(
      asking('{ items { name parts { id } } }', {
        answers: {
          a: () => ({ data: { items: [item, { ...item, id: '2' }] } }),
          b: () => ({ data: { _entities: [{ parts: [{ id: null }] }, { parts: [{ id: 'p' }] }] } }),
        },
      }),
    )
    expect(result.data).toEqual({
      items: [
        { name: 'n', parts: null },
        { name: 'n', parts: [{ id: 'p' }] },
      ],
    })
    expect(result.extensions).toBeUndefined()
    expect(result.errors).toMatchObject([
      {
        message: 'Cannot return null for non-nullable field Part.id.',
        path: ['items', 0, 'parts', 0, 'id'],
        extensions: { code: 'INVALID_GRAPHQL', serviceName: 'b' },
      },
    ])
  })

  it('a subgraph that rejects is an error, and the rest of the answer stands', async () => {
    const { result } = await runOurs(
      asking('{ item { name text } count }', {
        answers: {
          a: () => ({ data: { item, count: 2 } }),
          b: () => {
            throw new Error('broken')
          },
        },
      }),
    )
    expect(result.data).toEqual({ item: { name: 'n', text: null }, count: 2 })
    expect(result.errors).toMatchObject([
      { message: 'broken', extensions: { serviceName: 'b', code: 'DOWNSTREAM_SERVICE_ERROR' } },
    ])
  })

  it('places of one entity do not share what they were given', async () => {
    const { result, asked } = await runOurs(asking('{ items { parts { id } } }'))
    expect(asked[1]?.variables['representations']).toHaveLength(1)
    expect(result.data).toEqual({ items: [{ parts: [{ id: 'p' }] }, { parts: [{ id: 'p' }] }] })
  })

  it('one entity at two places may get different data at each of them later', async () => {
    const box = 'type Box @shareable'
    const split: Case = {
      subgraphs: {
        a: 'type Query { items: [Item!] } type Item @key(fields: "id") { id: ID! weight: Int }',
        b: `type Item @key(fields: "id") { id: ID! box: Box @shareable boxes: [Box] @shareable } ${box} { a: Int deep: Deep } type Deep @shareable { x: Int }`,
        c: `type Item @key(fields: "id") { id: ID! weight: Int @external box: Box @shareable @requires(fields: "weight") boxes: [Box] @shareable @requires(fields: "weight") } ${box} { b: Int deep: Deep } type Deep @shareable { y: Int }`,
      },
      operation: '{ items { box { b a deep { y x } } boxes { b a deep { y x } } } }',
      answers: {
        // The weights differ, so what depends on them differs, while the rest is one answer for both.
        a: () => ({ data: { items: [1, 2].map(weight => ({ __typename: 'Item', id: '1', weight })) } }),
        b: ({ variables }) => ({
          data: {
            _entities: (variables['representations'] as unknown[]).map(() => ({
              box: { a: 0, deep: { x: 0 } },
              boxes: [{ a: 0, deep: { x: 0 } }],
            })),
          },
        }),
        c: ({ variables }) => ({
          data: {
            _entities: (variables['representations'] as { weight: number }[]).map(({ weight }) => ({
              box: { b: weight, deep: { y: weight } },
              boxes: [{ b: weight, deep: { y: weight } }],
            })),
          },
        }),
      },
    }
    const { result, asked } = await runOurs(split)
    expect(asked.map(({ variables }) => (variables['representations'] as unknown[] | undefined)?.length)).toEqual([
      undefined,
      1,
      2,
    ])
    const whole = (weight: number) => ({ a: 0, b: weight, deep: { x: 0, y: weight } })
    expect(result).toEqual({ data: { items: [1, 2].map(weight => ({ box: whole(weight), boxes: [whole(weight)] })) } })
    expect(result.data).toEqual((await runStock(split)).result.data)
  })
})
