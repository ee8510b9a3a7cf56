import { GraphQLError } from 'graphql'
import type { AnswerKeys, IncrementalPart, PendingPart } from '@waystone/federation/contract'
import { describe, expect, it } from 'vitest'
import { createPendingWriter } from './pending-writer.js'

/** @param keys those that are no leaves need not be named. */
const write = (answer: object, pending: readonly PendingPart[], keys: AnswerKeys = new Map()) =>
  createPendingWriter(`${JSON.stringify(answer)}\n`, { pending, keys }, errors => errors.map(error => error.toJSON()))

/** The same with a request id in each error that the writer formats. */
const writeFormatted = (answer: object, pending: readonly PendingPart[]) =>
  createPendingWriter(JSON.stringify(answer), { pending, keys: new Map() }, errors =>
    errors.map(({ path, extensions: { code } }) => ({
      message: 'formatted',
      ...(path && { path }),
      extensions: { code, requestId: 'r1' },
    })),
  )

const formatted = (code: string) => ({ message: 'formatted', extensions: { code, requestId: 'r1' } })

const last = (...incremental: readonly IncrementalPart[]) => ({ incremental, hasNext: false })

describe('an answer in the format of incremental delivery v0.2', () => {
  it('announces fragments, and completes each with its data', () => {
    // The example of https://specs.apollo.dev/incremental/v0.2, without its stream.
    const writer = write({ data: { person: { name: 'Luke Skywalker' } } }, [
      { place: 0, path: ['person'], label: 'homeWorldDefer' },
    ])
    expect(writer.first).toEqual({ pending: [{ id: '0', path: ['person'], label: 'homeWorldDefer' }], hasNext: true })
    const data = { homeworld: { name: 'Tatooine' } }
    expect(writer.next(last({ place: 0, path: ['person'], label: 'homeWorldDefer', data }))).toEqual({
      incremental: [{ id: '0', data }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('names items of lists by their places, in whatever order they come', () => {
    const pending = [
      { place: 0, path: ['items', 0] },
      { place: 1, path: ['items', 1] },
    ]
    const writer = write({ data: { items: [{ id: 'a' }, { id: 'b' }] } }, pending)
    expect(writer.next({ incremental: [{ place: 1, path: ['items', 1], data: { slow: 2 } }], hasNext: true })).toEqual({
      incremental: [{ id: '1', data: { slow: 2 } }],
      completed: [{ id: '1' }],
      hasNext: true,
    })
    expect(writer.next(last({ place: 0, path: ['items', 0], data: { slow: 1 } }))).toEqual({
      incremental: [{ id: '0', data: { slow: 1 } }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('announces a nested fragment with the data around it', () => {
    const writer = write({ data: { me: {} } }, [{ place: 0, path: ['me'], label: 'outer' }])
    const nested = [{ place: 1, path: ['me', 'friend'], label: 'inner' }]
    expect(
      writer.next({
        incremental: [{ place: 0, path: ['me'], label: 'outer', data: { friend: { id: '1' } }, nested }],
        hasNext: true,
      }),
    ).toEqual({
      pending: [{ id: '1', path: ['me', 'friend'], label: 'inner' }],
      incremental: [{ id: '0', data: { friend: { id: '1' } } }],
      completed: [{ id: '0' }],
      hasNext: true,
    })
    expect(writer.next(last({ place: 1, path: ['me', 'friend'], label: 'inner', data: { name: 'Ada' } }))).toEqual({
      incremental: [{ id: '1', data: { name: 'Ada' } }],
      completed: [{ id: '1' }],
      hasNext: false,
    })
  })

  it('sends a field of two fragments once, and new fields of known objects by their sub-path', () => {
    const writer = write({ data: { me: { id: '1', friends: [{ id: '2' }, null] } } }, [
      { place: 0, path: ['me'], label: 'a' },
      { place: 1, path: ['me'], label: 'b' },
      { place: 2, path: [], label: 'c' },
    ])
    expect(
      writer.next({
        incremental: [
          { place: 0, path: ['me'], label: 'a', data: { id: '1', name: 'Ada', friends: [{ name: 'Bo' }, null] } },
          {
            place: 1,
            path: ['me'],
            label: 'b',
            data: { name: 'Ada', score: 1, friends: [{ id: '2', name: 'Bo' }, null] },
          },
        ],
        hasNext: true,
      }),
    ).toEqual({
      incremental: [
        { id: '0', data: { name: 'Ada' } },
        { id: '0', subPath: ['friends', 0], data: { name: 'Bo' } },
        { id: '1', data: { score: 1 } },
      ],
      completed: [{ id: '0' }, { id: '1' }],
      hasNext: true,
    })
    expect(writer.next(last({ place: 2, path: [], label: 'c', data: { me: { name: 'Ada' } } }))).toEqual({
      completed: [{ id: '2' }],
      hasNext: false,
    })
  })

  it('completes a fragment with errors where a null took its object', () => {
    const writer = write({ data: { me: { id: '1' } } }, [
      { place: 0, path: ['me'] },
      { place: 1, path: ['me'], label: 'other' },
    ])
    const error = new GraphQLError('no', { path: ['me', 'must'] })
    const written = writer.next(
      last(
        { place: 0, path: ['me'], data: null, errors: [error] },
        { place: 1, path: ['me'], label: 'other', data: { other: 1 } },
      ),
    )
    expect(written).toEqual({
      incremental: [{ id: '1', data: { other: 1 } }],
      completed: [{ id: '0', errors: [{ message: 'no', path: ['me', 'must'] }] }, { id: '1' }],
      hasNext: false,
    })
  })

  it('completes a fragment with errors where it would take back what was delivered', () => {
    const writer = write({ data: { me: { friend: { id: '2' } } } }, [{ place: 0, path: ['me'] }])
    const error = new GraphQLError('no', { path: ['me', 'friend', 'must'] })
    const part = { place: 0, path: ['me'], data: { name: 'Ada', friend: null }, errors: [error] }
    const nested = [{ place: 1, path: ['me', 'friend'], label: 'inner' }]
    expect(writer.next({ incremental: [{ ...part, nested }], hasNext: true })).toEqual({
      completed: [{ id: '0', errors: [{ message: 'no', path: ['me', 'friend', 'must'] }] }],
      hasNext: true,
    })
    // The nested fragment was not announced, so nothing of it may follow.
    expect(writer.next(last({ place: 1, path: ['me', 'friend'], label: 'inner', data: { x: 1 } }))).toEqual({
      hasNext: false,
    })
  })

  it('tells fragments of one place without labels apart', () => {
    const writer = write({ data: { me: { id: '1' } } }, [
      { place: 0, path: ['me'] },
      { place: 1, path: ['me'] },
    ])
    expect(writer.first).toEqual({
      pending: [
        { id: '0', path: ['me'] },
        { id: '1', path: ['me'] },
      ],
      hasNext: true,
    })
    expect(writer.next({ incremental: [{ place: 1, path: ['me'], data: { fast: 1 } }], hasNext: true })).toEqual({
      incremental: [{ id: '1', data: { fast: 1 } }],
      completed: [{ id: '1' }],
      hasNext: true,
    })
    expect(writer.next(last({ place: 0, path: ['me'], data: { slow: 2 } }))).toEqual({
      incremental: [{ id: '0', data: { slow: 2 } }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('never takes the id of a fragment for one of the same place that was not announced', () => {
    // { me {
    //   friend { id ... @defer { slow } } other { id }
    //   ... @defer { friend { x ... @defer { z } } other { must } }
    // } }
    const friend = ['me', 'friend']
    const writer = write({ data: { me: { friend: { id: '2' }, other: { id: '3' } } } }, [
      { place: 0, path: friend },
      { place: 1, path: ['me'] },
    ])
    const errors = [new GraphQLError('no', { path: ['me', 'other', 'must'] })]
    const failed = { place: 1, path: ['me'], data: { friend: { x: 1 }, other: null }, errors }
    const nested = [{ place: 2, path: friend }]
    expect(writer.next({ incremental: [{ ...failed, nested }], hasNext: true })).toEqual({
      completed: [{ id: '1', errors: [{ message: 'no', path: ['me', 'other', 'must'] }] }],
      hasNext: true,
    })
    const ofNested = { place: 2, path: friend, data: { z: 1 } }
    expect(writer.next({ incremental: [ofNested], hasNext: true })).toEqual({ hasNext: true })
    expect(writer.next(last({ place: 0, path: friend, data: { slow: 1 } }))).toEqual({
      incremental: [{ id: '0', data: { slow: 1 } }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('repeats the error that was told before of a fragment that failed for the same reason', () => {
    const writer = write({ data: { items: [{}, {}] } }, [
      { place: 0, path: ['items', 0] },
      { place: 1, path: ['items', 1] },
    ])
    const errors = [new GraphQLError('no', { path: ['items'] })]
    const told = [{ message: 'no', path: ['items'] }]
    expect(
      writer.next(
        last({ place: 0, path: ['items', 0], data: null, errors }, { place: 1, path: ['items', 1], data: null }),
      ),
    ).toEqual({
      completed: [
        { id: '0', errors: told },
        { id: '1', errors: told },
      ],
      hasNext: false,
    })
  })

  it('has an error of its own, formatted like any other, for a null on which no error was told', () => {
    const pending = [
      { place: 0, path: ['me'] },
      { place: 1, path: ['me'] },
    ]
    const writer = writeFormatted({ data: { me: { friends: [{ id: '2' }] } } }, pending)
    const conflict = { place: 0, path: ['me'], data: { friends: [null], name: 'Ada' } }
    expect(writer.next(last(conflict, { place: 1, path: ['me'], data: null }))).toEqual({
      completed: [
        { id: '0', errors: [{ ...formatted('INVALID_GRAPHQL'), path: ['me', 'friends', 0] }] },
        { id: '1', errors: [{ ...formatted('INTERNAL_SERVER_ERROR'), path: ['me'] }] },
      ],
      hasNext: false,
    })
  })

  it('fails for no error of another place, or of a field that the client has as null', () => {
    const errors = [{ message: 'anywhere' }, { message: 'at a nullable field', path: ['me', 'friend', 'a', 'b'] }]
    const pending = [{ place: 0, path: ['me'] }]
    const writer = writeFormatted({ data: { me: { friend: { a: null } } }, errors }, pending)
    const own = new GraphQLError('own', { path: ['me', 'b'], extensions: { code: 'OWN' } })
    expect(writer.next(last({ place: 0, path: ['me'], data: { friend: null, b: null }, errors: [own] }))).toEqual({
      completed: [
        {
          id: '0',
          errors: [
            { ...formatted('OWN'), path: ['me', 'b'] },
            { ...formatted('INVALID_GRAPHQL'), path: ['me', 'friend'] },
          ],
        },
      ],
      hasNext: false,
    })
  })

  it('repeats a few errors only of many that were told before', () => {
    const errors = Array.from({ length: 100 }, () => ({ message: 'no', path: ['me', 'friend', 'must'] }))
    const writer = write({ data: { me: { friend: {} } }, errors }, [{ place: 0, path: ['me'] }])
    expect(writer.next(last({ place: 0, path: ['me'], data: { friend: null } }))).toMatchObject({
      completed: [{ id: '0', errors: errors.slice(0, 10) }],
    })
  })

  it('repeats an error without a path of the same payload', () => {
    const writer = write({ data: { items: [{}, {}] } }, [
      { place: 0, path: ['items', 0] },
      { place: 1, path: ['items', 1] },
    ])
    const errors = [new GraphQLError('nothing works')]
    expect(
      writer.next(
        last({ place: 0, path: ['items', 0], data: null, errors }, { place: 1, path: ['items', 1], data: null }),
      ),
    ).toEqual({
      completed: [
        { id: '0', errors: [{ message: 'nothing works' }] },
        { id: '1', errors: [{ message: 'nothing works' }] },
      ],
      hasNext: false,
    })
  })

  it('never announces a fragment within null, and keeps a null that the client has', () => {
    const writer = write({ data: { me: null, you: { friend: null } } }, [
      { place: 0, path: ['me'] },
      { place: 1, path: ['you'] },
    ])
    expect(writer.first).toEqual({ pending: [{ id: '0', path: ['you'] }], hasNext: true })
    const nested = [{ place: 2, path: ['you', 'friend'] }]
    expect(writer.next(last({ place: 1, path: ['you'], data: { friend: { id: '1' }, name: 'Bo' }, nested }))).toEqual({
      incremental: [{ id: '0', data: { name: 'Bo' } }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('puts errors with the object that they lie in', () => {
    const writer = write({ data: { me: { friend: {} } } }, [{ place: 0, path: ['me'] }])
    const deep = new GraphQLError('deep', { path: ['me', 'friend', 'a'] })
    const flat = new GraphQLError('flat', { path: ['me', 'b'] })
    const data = { b: null, friend: { a: null } }
    expect(writer.next(last({ place: 0, path: ['me'], data, errors: [deep, flat] }))).toEqual({
      incremental: [
        { id: '0', data: { b: null }, errors: [{ message: 'flat', path: ['me', 'b'] }] },
        { id: '0', subPath: ['friend'], data: { a: null }, errors: [{ message: 'deep', path: ['me', 'friend', 'a'] }] },
      ],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('sends no field again of a scalar that holds an object, and takes no null within it for a conflict', () => {
    const keys: AnswerKeys = new Map([['me', new Map([['json', null]])]])
    const writer = write({ data: { me: { json: { a: { b: 1 } } } } }, [{ place: 0, path: ['me'] }], keys)
    const data = { json: { a: null, c: 2 }, list: [{ id: '1' }] }
    expect(writer.next(last({ place: 0, path: ['me'], data }))).toEqual({
      incremental: [{ id: '0', data: { list: [{ id: '1' }] } }],
      completed: [{ id: '0' }],
      hasNext: false,
    })
  })

  it('writes a part with very many objects and errors', () => {
    const COUNT = 200_000
    const ERRORS = 1_000
    const indices = Array.from({ length: COUNT }, (_, index) => index)
    // Counts how often the path of an error is read, which is once for each of its keys where objects are indexed.
    let reads = 0
    const counted = (path: (string | number)[]) =>
      new Proxy(path, { get: (target, key) => (reads++, Reflect.get(target, key) as unknown) })
    const errors = Array.from({ length: ERRORS }, (_, index) => ({
      message: 'no',
      path: counted(['me', 'items', COUNT - 1 - index, 'slow']),
    }))
    const pending = [{ place: 0, path: ['me'] }]
    const initial = JSON.stringify({ data: { me: { items: indices.map(() => ({})) } } })
    const writer = createPendingWriter(initial, { pending, keys: new Map() }, () => errors)
    const data = { items: indices.map(() => ({ slow: null })) }
    const nested = indices.map(index => ({ place: index + 1, path: ['me', 'items', index] }))
    const part = { place: 0, path: ['me'], data, nested, errors: [new GraphQLError('no')] }
    const written = writer.next({ incremental: [part], hasNext: true }) as {
      incremental: { subPath: unknown; errors?: unknown[] }[]
      pending: unknown[]
    }
    expect([written.incremental.length, written.pending.length]).toEqual([COUNT, COUNT])
    expect(written.incremental.filter(entry => entry.errors?.length === 1)).toHaveLength(ERRORS)
    expect(written.incremental.at(-1)).toMatchObject({ subPath: ['items', COUNT - 1], errors: [{ message: 'no' }] })
    expect(reads).toBeLessThan(100 * ERRORS)
    expect(writer.next({ hasNext: false })).toMatchObject({ completed: { length: COUNT } })
  })

  it('completes fragments that turned out to be for other types', () => {
    const writer = write({ data: { media: {} } }, [{ place: 0, path: ['media'], label: 'book' }])
    expect(writer.next({ hasNext: false })).toEqual({ completed: [{ id: '0' }], hasNext: false })
  })
})
