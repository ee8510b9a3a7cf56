import { describe, expect, it } from 'vitest'
import type { SubgraphRequest, SubgraphResponse } from '@waystone/federation/contract'
import { runOurs, type Case } from './differential/by-hand.js'

const subgraphs = {
  lists: `
    type Query { users: [User!] me: User count: Int total: Int @shareable }
    type User @key(fields: "id") { id: ID! weight: Int }`,
  names: 'type User @key(fields: "id") { id: ID! name: String nick: String email: String! }',
  points: `
    type Query { best: Int }
    type User @key(fields: "id") { id: ID! weight: Int @external points: Int rank: Int @requires(fields: "weight") }`,
}
const user = (id: string, more: object = {}) => ({ __typename: 'User', id, ...more })
const idsOf = ({ variables }: SubgraphRequest) => (variables['representations'] as { id: string }[]).map(({ id }) => id)
/** Each subgraph answers entities by their ids. */
const entities =
  (of: (id: string) => unknown) =>
  (request: SubgraphRequest): SubgraphResponse => ({ data: { _entities: idsOf(request).map(of) } })
const fine = {
  lists: () => ({ data: { users: [user('1'), user('2')], me: user('1') } }),
  names: entities(id => ({ name: `name ${id}`, nick: `nick ${id}`, email: `email ${id}` })),
  points: entities(id => ({ points: Number(id), rank: 1 })),
}
const errorsOf = async (operation: string, answers: Case['answers'], more: Partial<Case> = {}) => {
  const { result } = await runOurs({
    subgraphs,
    operation,
    answers: { ...fine, ...answers },
    ...more,
  })
  const errors = (result.errors ?? []).map(({ path, extensions, message }) => ({
    at: path?.join('.'),
    from: extensions['serviceName'],
    code: extensions['code'],
    reason: extensions['reason'],
    message,
  }))
  return { data: result.data, errors }
}
const missing = { code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'invalid answer' }

describe('a null that no subgraph answered', () => {
  it('is an error at each selected field that is missing, with the subgraph that should have answered', async () => {
    const { data, errors } = await errorsOf('{ count best me { id points name } }', {
      lists: () => ({ data: { me: user('1') } }),
      names: entities(() => ({})),
      points: request => ('representations' in request.variables ? entities(() => ({}))(request) : { data: {} }),
    })
    expect(data).toEqual({ count: null, best: null, me: { id: '1', points: null, name: null } })
    expect(errors).toMatchObject([
      { at: 'count', from: 'lists', ...missing, message: 'Subgraph "lists" did not answer field Query.count' },
      { at: 'best', from: 'points', ...missing },
      { at: 'me.points', from: 'points', ...missing },
      { at: 'me.name', from: 'names', ...missing },
    ])
  })

  it('is no error where a subgraph answered null', async () => {
    const { data, errors } = await errorsOf('{ count me { name points } }', {
      lists: () => ({ data: { count: null, me: user('1') } }),
      names: entities(() => ({ name: null })),
      points: entities(() => ({ points: null })),
    })
    expect(data).toEqual({ count: null, me: { name: null, points: null } })
    expect(errors).toEqual([])
  })

  it('is one error for an entity that its owner does not have, at each of its places', async () => {
    const { data, errors } = await errorsOf('{ users { name nick } me { nick points } }', {
      lists: () => ({ data: { users: [user('1'), user('2'), user('1')], me: user('1') } }),
      names: entities(id => (id === '1' ? null : { name: 'n', nick: 'k' })),
    })
    expect(data).toEqual({
      users: [
        { name: null, nick: null },
        { name: 'n', nick: 'k' },
        { name: null, nick: null },
      ],
      me: { nick: null, points: 1 },
    })
    const gone = { from: 'names', code: 'DOWNSTREAM_SERVICE_ERROR', reason: 'not found' }
    expect(errors).toMatchObject(['users.0', 'users.2', 'me'].map(at => ({ at, ...gone })))
  })

  it('is no error for an entity that is missing, where every selected field was answered all the same', async () => {
    const { errors } = await errorsOf(
      'query ($no: Boolean!) { me { id name @include(if: $no) } }',
      {
        names: () => ({ data: { _entities: [null] } }),
      },
      { variables: { no: false } },
    )
    expect(errors).toEqual([])
  })

  it('is made as far as types do not allow it, with the error at its cause', async () => {
    const { data, errors } = await errorsOf('{ users { email } }', {
      names: entities(id => (id === '1' ? {} : { email: 'e' })),
    })
    expect(data).toEqual({ users: null })
    expect(errors).toMatchObject([{ at: 'users.0.email', from: 'names', ...missing }])
  })

  it('is of a subgraph that could not be asked, where something that the fetch needs is missing', async () => {
    const { data, errors } = await errorsOf('{ users { rank points } }', {
      lists: () => ({ data: { users: [user('1'), user('2', { weight: 2 })] } }),
    })
    const unasked = { rank: null, points: null }
    expect(data).toEqual({ users: [unasked, { rank: 1, points: 2 }] })
    expect(errors).toMatchObject(
      ['users.0.rank', 'users.0.points'].map(at => ({ at, from: 'points', reason: 'not asked' })),
    )
  })
})

describe('an error of a subgraph', () => {
  const failed = { message: 'no', extensions: { code: 'CLOSED' } }

  it('at the null, or above it, explains it', async () => {
    const { errors } = await errorsOf('{ users { name nick } }', {
      names: () => ({
        data: { _entities: [null, {}] },
        errors: [
          { ...failed, path: ['_entities', 0] },
          { ...failed, path: ['_entities', 1, 'name'] },
          { ...failed, path: ['_entities', 1, 'nick'] },
        ],
      }),
    })
    expect(errors.map(({ at, code }) => [at, code])).toEqual([
      ['users.0', 'CLOSED'],
      ['users.1.name', 'CLOSED'],
      ['users.1.nick', 'CLOSED'],
    ])
  })

  it('hides no null of another subgraph, also when it is for the whole list', async () => {
    const { data, errors } = await errorsOf('{ users { name points } }', {
      names: () => ({ errors: [failed] }),
      points: entities(() => ({})),
    })
    expect(data).toEqual({
      users: [
        { name: null, points: null },
        { name: null, points: null },
      ],
    })
    expect(errors).toMatchObject([
      { at: 'users', from: 'names', code: 'CLOSED' },
      { at: 'users.0.points', from: 'points', ...missing },
      { at: 'users.1.points', from: 'points', ...missing },
    ])
  })

  it('explains what another subgraph could not be asked for without it', async () => {
    const list = { ...subgraphs, lists: subgraphs.lists.replace('weight: Int', 'size: Int') }
    const weights = 'type User @key(fields: "id") { id: ID! weight: Int }'
    const { data, errors } = await errorsOf(
      '{ users { rank } }',
      { weights: () => ({ errors: [failed] }) },
      { subgraphs: { ...list, weights } },
    )
    expect(data).toEqual({ users: [{ rank: null }, { rank: null }] })
    expect(errors).toMatchObject([{ at: 'users', from: 'weights', code: 'CLOSED' }])
  })

  it('without a path is at each root field without a value, and nowhere when all have one', async () => {
    const operation = 'query ($no: Boolean!) { count total me @include(if: $no) { id } users { id } }'
    const run = (data: Record<string, unknown> | null) =>
      errorsOf(operation, { lists: () => ({ data, errors: [failed] }) }, { variables: { no: false } })
    const at = async (data: Record<string, unknown> | null) => (await run(data)).errors.map(error => error.at)
    expect(await at(null)).toEqual(['count', 'total', 'users'])
    expect(await at({ count: 1, total: null, users: [] })).toEqual(['total'])
    expect(await at({ count: 1, total: 2, users: [] })).toEqual([undefined])
  })

  it('for a whole fetch is at the field that the client knows, whatever planning calls it', async () => {
    const { errors } = await errorsOf('{ sum: count all: users { title: name } }', {
      lists: () => ({ data: { all: [user('1')] }, errors: [failed] }),
      names: () => ({ errors: [failed] }),
    })
    expect(errors.map(({ at, from }) => [at, from])).toEqual([
      ['sum', 'lists'],
      ['all', 'names'],
    ])
  })
})

describe('a value that the schema does not allow', () => {
  it('costs its field, whatever its shape is', async () => {
    const { data, errors } = await errorsOf('{ count me { id } users { name } best }', {
      lists: () => ({ data: { count: 'three', me: 7, users: { name: 'x' } } }),
      points: () => ({ data: { best: 1 } }),
    })
    expect(data).toEqual({ count: null, me: null, users: null, best: 1 })
    expect(errors.map(({ at, from, code }) => [at, from, code])).toEqual([
      ['count', 'lists', 'INVALID_GRAPHQL'],
      ['me', 'lists', 'INVALID_GRAPHQL'],
      ['users', 'lists', 'INVALID_GRAPHQL'],
    ])
  })
})

describe('a __typename that an object cannot have', () => {
  const bogus = (id: string) => ({ __typename: 'Bogus', name: `name ${id}` })

  it.each([
    ['an unknown one', 'Bogus'],
    ['that of another type', 'Query'],
    ['a number', 7],
  ])('is an error of the subgraph that answered the entity: %s', async (_, typename) => {
    const { data, errors } = await errorsOf('{ me { name points } users { name } }', {
      names: entities(id => (id === '1' ? { __typename: typename, name: 'n' } : { __typename: 'User', name: 'n' })),
    })
    expect(data).toMatchObject({ me: null, users: null })
    expect(errors).toMatchObject(['me', 'users.0'].map(at => ({ at, from: 'names', code: 'INVALID_GRAPHQL' })))
  })

  it('is an error of the subgraph of the root, where that one answered it', async () => {
    const { errors } = await errorsOf('{ me { id } }', { lists: () => ({ data: { me: bogus('1') } }) })
    expect(errors).toMatchObject([{ at: 'me', from: 'lists', code: 'INVALID_GRAPHQL' }])
  })

  it('is none where an entity that was asked for by its interface says what it is', async () => {
    const { data, errors } = await errorsOf(
      '{ media { title } }',
      {},
      {
        subgraphs: {
          a: 'type Query { media: Media } type Media @interfaceObject @key(fields: "id") { id: ID! }',
          b: 'interface Media @key(fields: "id") { id: ID! title: String } type Book implements Media @key(fields: "id") { id: ID! title: String }',
        },
        answers: {
          a: () => ({ data: { media: { __typename: 'Media', id: '1' } } }),
          b: entities(() => ({ __typename: 'Book', title: 't' })),
        },
      },
    )
    expect({ data, errors }).toEqual({ data: { media: { title: 't' } }, errors: [] })
  })
})

describe('two subgraphs that answer parts of one object', () => {
  const viewer = 'type Query { viewer: Viewer @shareable } type Viewer @shareable'
  const parts = {
    one: `${viewer} { a: String list: [Item] } type Item @shareable { x: Int }`,
    two: `${viewer} { c: Int list: [Item] } type Item @shareable { y: Int }`,
  }
  /** Asks twice: each of them answers last once. */
  const inBothOrders = async (operation: string, one: SubgraphResponse, two: SubgraphResponse) => {
    const results: Awaited<ReturnType<typeof errorsOf>>[] = []
    for (const last of ['one', 'two'] as const) {
      let release = () => {}
      const held = new Promise<void>(resolve => (release = resolve))
      const answer = (name: 'one' | 'two', response: SubgraphResponse) => async () => {
        if (name === last) await held
        else setImmediate(release)
        return response
      }
      const answers = { one: answer('one', one), two: answer('two', two) }
      results.push(await errorsOf(operation, answers, { subgraphs: parts, answers }))
    }
    expect(results[0]).toEqual(results[1])
    return results[0] as (typeof results)[number]
  }

  it('give the same answer in any order when one of them says null', async () => {
    const { data, errors } = await inBothOrders(
      '{ viewer { a c } }',
      { data: { viewer: { a: 'A' } } },
      { data: { viewer: null } },
    )
    expect(data).toEqual({ viewer: { a: 'A', c: null } })
    expect(errors).toMatchObject([{ at: 'viewer.c', from: 'two', ...missing }])
  })

  it('give the same answer in any order when one of them fails', async () => {
    const { data, errors } = await inBothOrders(
      '{ viewer { a c } }',
      { data: { viewer: { a: 'A' } } },
      { data: { viewer: null }, errors: [{ message: 'two fails', path: ['viewer'] }] },
    )
    expect(data).toEqual({ viewer: { a: 'A', c: null } })
    expect(errors).toMatchObject([{ at: 'viewer', from: 'two', message: 'two fails' }])
  })

  it('give an error at a list of which they answer different lengths', async () => {
    const { data, errors } = await inBothOrders(
      '{ viewer { a list { x y } } }',
      { data: { viewer: { a: 'A', list: [{ x: 1 }, { x: 2 }] } } },
      { data: { viewer: { list: [{ y: 1 }] } } },
    )
    expect(data).toEqual({ viewer: { a: 'A', list: null } })
    expect(errors).toMatchObject([{ at: 'viewer.list', code: 'INVALID_GRAPHQL' }])
  })
})

describe('an interface without implementations', () => {
  const empty: Partial<Case> = {
    subgraphs: {
      a: 'interface Node @key(fields: "id") { id: ID! } type Query { a: Node l: [Node!] fine: Int }',
      b: 'type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { b: Node }',
    },
  }
  const answers = { a: () => ({ data: { fine: 1 } }), b: () => ({ data: { b: { id: '1', field: 'f' } } }) }

  it.each([
    ['{ a { field } fine }', { a: null, fine: 1 }, ['a']],
    ['{ l { field } fine }', { l: null, fine: 1 }, ['l']],
    ['{ b { __typename id } fine }', { b: null, fine: 1 }, ['b']],
    ['{ b { __typename } }', { b: null }, ['b']],
    ['{ ...F } fragment F on Query { b { __typename } }', { b: null }, ['b']],
  ])('%s is answered with an error for the field', async (operation, data, at) => {
    const answered = await errorsOf(operation, answers, { ...empty, answers })
    expect(answered.data).toEqual(data)
    expect(answered.errors.map(error => error.at)).toEqual(at)
  })
})
