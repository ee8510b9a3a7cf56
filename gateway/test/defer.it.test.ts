import { setImmediate } from 'node:timers/promises'
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import type {
  DataSource,
  IncrementalPayload,
  PendingPart,
  SubgraphRequest,
  SubgraphResponse,
} from '@waystone/federation/contract'
import { createEpoch, type Epoch } from '@waystone/federation/source/epoch/epoch'
import { compose } from './differential/supergraphs/index.js'
import { media, mediaWithoutRequires } from './differential/supergraphs/media.js'
import { runPrepared } from './differential/run-prepared.js'

const subgraphs = {
  a: `
    type Query { items: [Item!] item: Item count: Int! }
    type Mutation { first: Item second: Item }
    type Item @key(fields: "id") { id: ID! name: String next: Item }`,
  b: `type Item @key(fields: "id") { id: ID! slow: String must: Int! related: [Item!] }`,
}
const epoch = createEpoch(compose(subgraphs))

const item = (id: string): Record<string, unknown> => ({
  __typename: 'Item',
  id,
  name: `n${id}`,
  next: { __typename: 'Item', id: `${id}+`, name: 'next' },
})
const root = { items: [item('1'), item('2')], item: item('1'), count: 2, first: item('1'), second: item('2') }
const entities =
  (make: (id: string) => unknown) =>
  ({ variables }: SubgraphRequest): SubgraphResponse => ({
    data: { _entities: (variables['representations'] as { id: string }[]).map(({ id }) => make(id)) },
  })
const related = (id: string) => ({ slow: `s${id}`, must: 7, related: [{ __typename: 'Item', id: `${id}r` }] })

async function run(
  operation: string,
  options: {
    variables?: Record<string, unknown>
    a?: DataSource['execute']
    b?: DataSource['execute']
    defers?: boolean
    takesItsTime?: boolean
    in?: Epoch
    sources?: Record<string, DataSource['execute']>
  } = {},
) {
  const { variables = {}, defers = true, takesItsTime = false } = options
  const turnsMax = takesItsTime ? 3 : 0
  const asked: string[] = []
  const source = (
    name: string,
    execute: (request: SubgraphRequest) => SubgraphResponse | Promise<SubgraphResponse>,
  ): DataSource => ({
    givesOwned: true,
    execute: async request => {
      asked.push(`${name} ${request.query}`)
      return structuredClone(await execute(request))
    },
  })
  const byId = (id: string) => ({ name: `n${id}`, next: { __typename: 'Item', id: `${id}+` } })
  const sources: Record<string, DataSource> = {
    a: source(
      'a',
      options.a ?? (request => ('representations' in request.variables ? entities(byId)(request) : { data: root })),
    ),
    b: source('b', options.b ?? entities(related)),
  }
  for (const [name, execute] of Object.entries(options.sources ?? {})) sources[name] = source(name, execute)
  const prepared = (options.in ?? epoch).operations.prepare(parse(operation), {
    key: operation,
    operationName: undefined,
    grants: new Set(),
    ...(defers && { deferBy: variables }),
  })
  const {
    result: initial,
    following: followed,
    pending,
  } = await runPrepared(prepared, options.in ?? epoch, {
    variables,
    sources,
  })
  const askedAtFirst = [...asked]
  const text = JSON.stringify(initial)
  const payloads: IncrementalPayload[] = []
  for (const payload of followed) {
    for await (const part of payload) {
      payloads.push(part)
      for (let turn = 0; turn < turnsMax; turn++) await setImmediate()
    }
  }
  expect(JSON.stringify(initial)).toBe(text)
  return { initial, pending, payloads, asked, askedAtFirst }
}

describe('@defer', () => {
  it('gives the first answer without what is deferred, and fetches that afterwards', async () => {
    const { initial, payloads, askedAtFirst, asked } = await run(
      '{ items { name ... @defer(label: "later") { slow } } count }',
    )
    expect(initial).toEqual({ data: { items: [{ name: 'n1' }, { name: 'n2' }], count: 2 } })
    expect(askedAtFirst).toHaveLength(1)
    expect(asked).toHaveLength(2)
    expect(payloads).toEqual([
      {
        incremental: [
          { place: 0, data: { slow: 's1' }, path: ['items', 0], label: 'later' },
          { place: 1, data: { slow: 's2' }, path: ['items', 1], label: 'later' },
        ],
        hasNext: false,
      },
    ])
  })

  it('is ignored for clients that do not take parts, and a condition decides for each request', async () => {
    const operation = 'query ($on: Boolean! = true) { item { name ... @defer(if: $on) { slow } } }'
    const whole = { data: { item: { name: 'n1', slow: 's1' } } }
    expect(await run(operation, { defers: false })).toMatchObject({ initial: whole, payloads: [] })
    expect(await run(operation, { variables: { on: false } })).toMatchObject({ initial: whole, payloads: [] })
    expect((await run(operation)).payloads).toHaveLength(1)
    expect((await run('{ item { name ... @defer(if: false) { slow } } }')).initial).toEqual(whole)
  })

  it('within a deferred fragment follows it', async () => {
    const { initial, payloads } = await run(
      '{ item { ... @defer(label: "a") { slow related { id ... @defer(label: "b") { name } } } } }',
    )
    expect(initial).toEqual({ data: { item: {} } })
    expect(payloads).toEqual([
      {
        incremental: [
          {
            place: 0,
            data: { slow: 's1', related: [{ id: '1r' }] },
            path: ['item'],
            label: 'a',
            nested: [{ place: 1, path: ['item', 'related', 0], label: 'b' }],
          },
        ],
        hasNext: true,
      },
      {
        incremental: [{ place: 1, data: { name: 'n1r' }, path: ['item', 'related', 0], label: 'b' }],
        hasNext: false,
      },
    ])
  })

  it('within a deferred fragment finds its fetch, also where the planner has put it beside the one around it', async () => {
    const { initial, payloads } = await run(
      '{ best { rating ... on Book @defer(label: "a") { slug author { id ... on Person @defer(label: "b") { name } } } } }',
      {
        in: createEpoch(compose(mediaWithoutRequires)),
        sources: {
          ratings: async ({ variables }) =>
            'representations' in variables
              ? { data: { _entities: [{ __typename: 'Media', id: '1', slug: 's' }] } }
              : { data: { best: { __typename: 'Media', id: '1', rating: 1 } } },
          library: async ({ query }) => {
            const book = { __typename: 'Book', id: '1', author: { __typename: 'Person', id: 'p' } }
            return { data: { _entities: [query.includes('on Person{name}') ? { name: 'n' } : book] } }
          },
        },
      },
    )
    expect(initial).toEqual({ data: { best: { rating: 1 } } })
    expect(payloads.flatMap(({ incremental = [] }) => incremental)).toEqual([
      {
        place: 0,
        data: { slug: 's', author: { id: 'p' } },
        path: ['best'],
        label: 'a',
        nested: [{ place: 1, path: ['best', 'author'], label: 'b' }],
      },
      { place: 1, data: { name: 'n' }, path: ['best', 'author'], label: 'b' },
    ])
  })

  it('takes parts apart that have one label, or none, or come from one fragment', async () => {
    const { pending, payloads } = await run(`
      { items { ...F @defer next { ...F @defer } } item { ...F @defer(label: "x") ... @defer(label: "x") { must } } }
      fragment F on Item { slow }`)
    const parts = payloads.flatMap(({ incremental = [] }) => incremental)
    expect(parts.map(({ path, data, label }) => [path.join('.'), data, label])).toEqual(
      expect.arrayContaining([
        ['items.0', { slow: 's1' }, undefined],
        ['items.1', { slow: 's2' }, undefined],
        ['items.0.next', { slow: 's1+' }, undefined],
        ['items.1.next', { slow: 's2+' }, undefined],
        ['item', { slow: 's1' }, 'x'],
        ['item', { must: 7 }, 'x'],
      ]),
    )
    expect(parts).toHaveLength(6)
    // Each part has the number that its place was pending with.
    const named = ({ place, path, label }: PendingPart) => ({ place, path, label })
    expect(parts.map(named).toSorted((one, other) => one.place - other.place)).toEqual(pending.map(named))
    expect(pending.map(({ place }) => place)).toEqual([0, 1, 2, 3, 4, 5])
    expect(payloads.map(({ hasNext }) => hasNext).at(-1)).toBe(false)
  })

  it('keeps the client’s aliases, in data and in paths', async () => {
    const { initial, payloads } = await run('{ id: item { name: id ... @defer { id: slow } } }', {
      a: async () => ({ data: { as_id: { ...item('1'), as_name: '1' } } }),
      b: async request => ({
        data: { _entities: [{ as_id: 's1' }] },
        errors: [{ message: request.query, path: ['_entities', 0, 'as_id_1'] }],
      }),
    })
    expect(initial).toMatchObject({ data: { id: { name: '1' } } })
    expect(payloads[0]?.incremental?.[0]?.path).toEqual(['id'])
  })

  it('has errors of its own, with their place, and leaves the rest alone', async () => {
    const { initial, payloads } = await run('{ items { name ... @defer { slow } ... @defer(label: "m") { must } } }', {
      b: async ({ query }) =>
        query.includes('slow')
          ? {
              data: { _entities: [{ slow: 's1' }, { slow: null }] },
              errors: [{ message: 'no', path: ['_entities', 1, 'slow'] }],
            }
          : { errors: [{ message: 'nothing works' }] },
    })
    expect(initial).toEqual({ data: { items: [{ name: 'n1' }, { name: 'n2' }] } })
    const parts = payloads.flatMap(({ incremental = [] }) => incremental)
    expect(parts.filter(({ label }) => label === undefined)).toMatchObject([
      { data: { slow: 's1' }, path: ['items', 0] },
      { data: { slow: null }, path: ['items', 1], errors: [{ message: 'no', path: ['items', 1, 'slow'] }] },
    ])
    expect(parts.filter(({ label }) => label === 'm')).toMatchObject([
      { data: null, path: ['items', 0], errors: [{ message: 'nothing works', extensions: { serviceName: 'b' } }] },
      { data: null, path: ['items', 1] },
    ])
  })

  it('has an error for each field of a part that no subgraph answered, unless the client has been told why', async () => {
    const operation = '{ items { name ... @defer(label: "later") { slow related { id } } } }'
    const told = async (b: (request: SubgraphRequest) => SubgraphResponse) => {
      const { initial, payloads } = await run(operation, { b: async request => b(request) })
      expect(initial.errors).toBeUndefined()
      const parts = payloads.flatMap(({ incremental = [] }) => incremental)
      expect(parts.map(({ data }) => data)).toEqual([
        { slow: null, related: null },
        { slow: null, related: null },
      ])
      return parts.map(({ errors = [] }) =>
        errors.map(({ path, extensions }) => [path?.join('.'), extensions['reason']]),
      )
    }
    expect(await told(entities(() => ({})))).toEqual([
      [
        ['items.0.slow', 'invalid answer'],
        ['items.0.related', 'invalid answer'],
      ],
      [
        ['items.1.slow', 'invalid answer'],
        ['items.1.related', 'invalid answer'],
      ],
    ])
    expect(await told(entities(() => null))).toEqual([[['items.0', 'not found']], [['items.1', 'not found']]])
    expect(await told(() => ({ errors: [{ message: 'no' }] }))).toEqual([[['items', undefined]], []])
  })

  it('asks nobody for a place that is not in the answer', async () => {
    const { initial, payloads, asked } = await run('{ item { name ... @defer { slow } } }', {
      a: async () => ({ data: { item: null } }),
    })
    expect(initial).toEqual({ data: { item: null } })
    expect(payloads).toEqual([])
    expect(asked).toHaveLength(1)
  })

  it('is ignored at the root of a mutation, whose fields run one after the other', async () => {
    const { initial, payloads } = await run(
      'mutation { first { name } ... @defer { second { name ... @defer { slow } } } }',
    )
    expect(initial).toEqual({ data: { first: { name: 'n1' }, second: { name: 'n2' } } })
    expect(payloads).toEqual([{ incremental: [{ place: 0, data: { slow: 's2' }, path: ['second'] }], hasNext: false }])
  })

  it('defers fields of a query’s root, and of what the same subgraph has already answered', async () => {
    const { initial, payloads } = await run(
      '{ item { name } ... @defer { count __typename } ...G @defer } fragment G on Query { items { id } }',
    )
    expect(initial).toEqual({ data: { item: { name: 'n1' } } })
    const parts = payloads.flatMap(({ incremental = [] }) => incremental)
    expect(parts).toEqual(
      expect.arrayContaining([
        { place: 0, data: { count: 2, __typename: 'Query' }, path: [] },
        { place: 1, data: { items: [{ id: '1' }, { id: '2' }] }, path: [] },
      ]),
    )
  })

  it('finds fragments on a type again when a subgraph that only knows its interface has answered meanwhile', async () => {
    const onSongs = createEpoch(compose(media))
    const operation =
      'query ($on: Boolean!) { best { ratings { media { rating ... on Song @include(if: $on) { ... @defer { slug bpm } } } } } }'
    const { payloads } = await run(operation, {
      in: onSongs,
      variables: { on: true },
      sources: {
        ratings: async ({ variables }) => {
          if (!('representations' in variables))
            return { data: { best: { ratings: [{ media: { __typename: 'Media', id: '1', rating: 1 } }] } } }
          return { data: { _entities: [{ __typename: 'Media', id: '1', slug: 'slug' }] } }
        },
        library: async () => ({ data: { _entities: [{ __typename: 'Song', id: '1', title: 'title', bpm: 100 }] } }),
      },
    })
    expect(payloads).toEqual([
      {
        incremental: [{ place: 0, data: { slug: 'slug', bpm: 100 }, path: ['best', 'ratings', 0, 'media'] }],
        hasNext: false,
      },
    ])
  })

  it('makes no plan for each outcome of its conditions', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `v${index}`)
    const operation = `query (${names.map(name => `$${name}: Boolean!`).join(' ')}) {
      item { ${names.map(name => `... @defer(if: $${name}) { ${name}: slow }`).join(' ')} } }`
    const { initial } = await run(operation, {
      variables: Object.fromEntries(names.map((name, index) => [name, index === 0])),
      b: async () => ({ data: { _entities: [Object.fromEntries(names.map(name => [name, name]))] } }),
    })
    expect(Object.keys((initial.data as { item: object }).item)).toHaveLength(19)
  })
})

describe('the parts of an answer', () => {
  it('are all delivered to a client that takes its time, also one that is ready meanwhile', async () => {
    const { payloads } = await run('{ item { ... @defer(label: "a") { slow } ... @defer(label: "b") { must } } }', {
      takesItsTime: true,
      b: async request => {
        if (request.query.includes('must')) await setImmediate()
        return entities(related)(request)
      },
    })
    expect(payloads).toEqual([
      { incremental: [{ place: 0, data: { slow: 's1' }, path: ['item'], label: 'a' }], hasNext: true },
      { incremental: [{ place: 1, data: { must: 7 }, path: ['item'], label: 'b' }], hasNext: false },
    ])
  })
})
