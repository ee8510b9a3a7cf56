import { setImmediate as tick } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DataSource, SubgraphRequest, SubgraphResponse } from '../contract/data-source.js'
import { sharedObjects } from '../contract/shared-objects.js'
import type { RequestScope } from '../contract/request-scope.js'
import { shareReads } from './shared-reads.js'

/** A request of a user, whom the subgraph knows by a token. */
interface UserScope extends RequestScope {
  readonly token: string
}

const contextOf = (token: string): UserScope => ({ viewer: null, token })

interface Asked {
  readonly request: SubgraphRequest<UserScope>
  readonly answer: (response?: SubgraphResponse) => void
}

/** A source whose answers are given by the test. */
function stage() {
  const asked: Asked[] = []
  const source: DataSource<UserScope> = {
    givesOwned: true,
    execute: request =>
      new Promise(resolve => {
        asked.push({ request, answer: (response = answerTo(request)) => resolve(response) })
      }),
  }
  return {
    asked,
    reads: shareReads(source, { scopeOf: ({ context }: Pick<SubgraphRequest<UserScope>, 'context'>) => context.token }),
  }
}

/** Each entity says who asked for it. */
function answerTo({ variables, context }: SubgraphRequest<UserScope>): SubgraphResponse {
  const { representations } = variables
  if (!Array.isArray(representations)) return { data: { heard: context.token } }
  return { data: { _entities: representations.map((its: object) => ({ ...its, heard: context.token })) } }
}

const ENTITIES =
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on T { heard } } }'
const things = (...ids: number[]) => ids.map(id => ({ __typename: 'T', id }))
const entities = (context: UserScope, ids: number[], others: object = {}): SubgraphRequest<UserScope> => ({
  query: ENTITIES,
  operationName: undefined,
  variables: { representations: things(...ids), ...others },
  context,
})
const root = (context: UserScope, variables: SubgraphRequest['variables'] = {}): SubgraphRequest<UserScope> => ({
  query: '{ heard }',
  operationName: undefined,
  variables,
  context,
})
const ann = contextOf('Bearer ann')
const idsOf = ({ data }: SubgraphResponse) => ((data?.['_entities'] ?? []) as { id: number }[]).map(({ id }) => id)

test('fetches of one tick that ask alike become one, and each gets its own entities in its order', async () => {
  const { asked, reads } = stage()
  const answers = Promise.all([
    reads.execute(entities(ann, [1, 2])),
    reads.execute(entities(contextOf('Bearer ann'), [3, 2, 1])),
    reads.execute(entities(ann, [2])),
  ])
  await tick()
  expect(asked).toHaveLength(1)
  expect(asked[0]?.request.variables['representations']).toEqual(things(1, 2, 3))
  asked[0]?.answer()
  expect((await answers).map(idsOf)).toEqual([[1, 2], [3, 2, 1], [2]])
})

test('what differs in anything but its entities is asked for by itself', async () => {
  const { asked, reads } = stage()
  const requests = [
    entities(ann, [1]),
    entities(ann, [2], { size: 1 }),
    entities(ann, [3], { size: 2 }),
    { ...entities(ann, [4]), operationName: 'Other' },
    { ...entities(ann, [5]), query: `${ENTITIES} ` },
    root(ann),
    root(ann, { representations: 'a text' }),
  ]
  const answers = Promise.all(requests.map(request => reads.execute(request)))
  await tick()
  expect(asked).toHaveLength(requests.length)
  for (const { answer } of asked) answer()
  expect((await answers).slice(0, 5).map(idsOf)).toEqual([[1], [2], [3], [4], [5]])
})

test('an error at an entity comes to whoever asked for it, at the place where they did; any other comes to all', async () => {
  const { asked, reads } = stage()
  const answers = Promise.all([reads.execute(entities(ann, [1, 2])), reads.execute(entities(ann, [3, 2]))])
  await tick()
  const headers = new Map([['age', '3']])
  const errors = [
    { message: 'first', path: ['_entities', 0, 'heard'] },
    { message: 'second', path: ['_entities', 1, 'heard', 3] },
    { message: 'third', path: ['_entities', 2] },
    { message: 'nowhere' },
    { message: 'all', path: ['_entities'] },
  ]
  asked[0]?.answer({
    data: { _entities: [null, { id: 2 }, null] },
    errors,
    extensions: { cost: 1 },
    headers,
  })
  expect(await answers).toMatchObject([
    {
      data: { _entities: [null, { id: 2 }] },
      errors: [errors[0], { message: 'second', path: ['_entities', 1, 'heard', 3] }, errors[3], errors[4]],
      extensions: { cost: 1 },
      headers,
    },
    {
      data: { _entities: [null, { id: 2 }] },
      errors: [
        { message: 'second', path: ['_entities', 1, 'heard', 3] },
        { message: 'third', path: ['_entities', 0] },
        errors[3],
        errors[4],
      ],
    },
  ])
})

test('a failure reaches each that waits', async () => {
  const { asked, reads } = stage()
  const failure: SubgraphResponse = { errors: [{ message: 'down', extensions: { reason: 'timeout' } }] }
  const answers = Promise.all([
    reads.execute(entities(ann, [1])),
    reads.execute(entities(ann, [2])),
    reads.execute(root(ann)),
    reads.execute(root(ann)),
  ])
  await tick()
  expect(asked).toHaveLength(2)
  for (const { answer } of asked) answer(failure)
  for (const answer of await answers) expect(answer).toMatchObject(failure)
})

test('a read that is equal to one under way waits for its answer, and all know that they share it', async () => {
  const { asked, reads } = stage()
  const first = reads.execute(root(ann, { a: 1 }))
  await tick()
  const second = reads.execute(root(ann, { a: 1 }))
  const other = reads.execute(root(ann, { a: 2 }))
  await tick()
  expect(asked).toHaveLength(2)
  for (const { answer } of asked) answer()
  const [one, two, three] = await Promise.all([first, second, other])
  expect([one[sharedObjects], two[sharedObjects], three[sharedObjects]]).toEqual([true, true, undefined])
  const later = reads.execute(root(ann, { a: 1 }))
  await tick()
  expect(asked).toHaveLength(3)
  asked[2]?.answer()
  expect((await later)[sharedObjects]).toBeUndefined()
})

test('mutations are never shared, and who reads after one is answered shares no read from before it', async () => {
  const { asked, reads } = stage()
  const mutation = { ...root(ann), query: 'mutation { write }' }
  const before = reads.execute(root(ann))
  await tick()
  const writes = [reads.execute(mutation), reads.execute(mutation)]
  expect(asked).toHaveLength(3)
  asked[1]?.answer()
  asked[2]?.answer()
  await Promise.all(writes)
  const after = reads.execute(root(ann))
  await tick()
  expect(asked).toHaveLength(4)
  asked[3]?.answer({ data: { heard: 'new' } })
  asked[0]?.answer({ data: { heard: 'old' } })
  expect([(await before).data, (await after).data]).toEqual([{ heard: 'old' }, { heard: 'new' }])
})

test('a batch has a limit: the rest is asked for in another one', async () => {
  const { asked, reads } = stage()
  const many = Array.from({ length: 900 }, (_, at) => at)
  const answers = Promise.all([
    reads.execute(entities(ann, many)),
    reads.execute(
      entities(
        ann,
        many.map(id => id + 900),
      ),
    ),
  ])
  await tick()
  expect(asked.map(({ request }) => (request.variables['representations'] as unknown[]).length)).toEqual([900, 900])
  for (const { answer } of asked) answer()
  expect((await answers).map(answer => idsOf(answer).length)).toEqual([900, 900])
})

test('no two users ever share an answer, whatever they ask and however answers come in', async () => {
  const read = fc.record({
    user: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom('root', 'entities', 'mutation'),
    ids: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
    waits: fc.integer({ min: 0, max: 2 }),
    answersFirst: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(read, { maxLength: 30 }), async given => {
      const { asked, reads } = stage()
      const checks: Promise<void>[] = []
      let answered = 0
      for (const { user, kind, ids, waits, answersFirst } of given) {
        const context = contextOf(`Bearer ${user}`)
        const request = kind === 'entities' ? entities(context, ids) : root(context)
        const response = reads.execute(kind === 'mutation' ? { ...request, query: 'mutation { heard }' } : request)
        checks.push(
          response.then(({ data }) => {
            const heard = kind === 'entities' ? (data?.['_entities'] as { heard: string }[]) : [data]
            expect(heard.map(each => each?.['heard'])).toEqual(heard.map(() => `Bearer ${user}`))
            expect(idsOf({ data: data ?? null })).toEqual(kind === 'entities' ? ids : [])
          }),
        )
        for (let wait = 0; wait < waits; wait++) await tick()
        if (answersFirst) asked[answered++]?.answer()
        answered = Math.min(answered, asked.length)
      }
      await tick()
      for (const { answer } of asked) answer()
      await Promise.all(checks)
    }),
    { numRuns: 300 },
  )
  // The time limit suits a busy machine: the test is about which answer each caller gets, not about speed.
}, 120_000)

test('what belongs to an event is asked anew, also while the same is under way from before; events of one tick share', async () => {
  const { asked, reads } = stage()
  const before = reads.execute(entities(ann, [1]))
  await tick()
  const ofEvent = { ...ann, isOfEvent: true as const }
  const events = [reads.execute(entities(ofEvent, [1])), reads.execute(entities({ ...ofEvent }, [1]))]
  await tick()
  expect(asked).toHaveLength(2)
  for (const { answer } of asked) answer()
  expect((await Promise.all([before, ...events])).map(idsOf)).toEqual([[1], [1], [1]])
})
