import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogger } from '../logger/index.js'
import { createMetrics } from '../metrics/index.js'
import { createEntityCache } from './index.js'

interface Row {
  id: string
  version: number
}

const openCache = () =>
  createEntityCache({
    namespace: 'test',
    redis: null,
    logger: createLogger({ name: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test' }),
  })

/** A table that counts its queries, and whose reads can be held up. */
function aTable(rows: readonly Row[] = []) {
  const stored = new Map(rows.map(row => [row.id, row]))
  const queries: (readonly string[])[] = []
  return {
    stored,
    queries,
    load: async (ids: readonly string[]) => {
      queries.push(ids)
      return new Map(
        ids.flatMap(id => [stored.get(id)].flatMap(row => (row === undefined ? [] : [[id, row] as const]))),
      )
    },
  }
}

test('what was loaded once is not loaded again, missing rows included, and answers keep the order of the ids', async () => {
  const cache = openCache()
  const table = aTable([
    { id: 'a', version: 1 },
    { id: 'b', version: 2 },
  ])
  const ids = ['b', 'missing', 'a', 'b']
  const expected = [{ id: 'b', version: 2 }, null, { id: 'a', version: 1 }, { id: 'b', version: 2 }]
  expect(await cache.getMany('row', ids, table.load)).toEqual(expected)
  expect(await cache.getMany('row', ids, table.load)).toEqual(expected)
  expect(table.queries).toEqual([['b', 'missing', 'a']])
})

test('only what is not cached is loaded, in one query', async () => {
  const cache = openCache()
  const table = aTable([
    { id: 'a', version: 1 },
    { id: 'b', version: 1 },
    { id: 'c', version: 1 },
  ])
  await cache.getMany('row', ['a'], table.load)
  await cache.getMany('row', ['a', 'b', 'c'], table.load)
  expect(table.queries).toEqual([['a'], ['b', 'c']])
})

test('dates and bigints come back as they were, and changing an answer does not change what is cached', async () => {
  const cache = openCache()
  const row = { at: new Date(5), amount: 12345678901234567890n, tags: ['x'] }
  const load = async () => new Map([['a', row]])
  await cache.getMany('row', ['a'], load)
  const [answer] = await cache.getMany('row', ['a'], load)
  answer?.tags.push('y')
  expect(await cache.getMany('row', ['a'], load)).toEqual([row])
})

test('many who ask at once cause one query', async () => {
  const cache = openCache()
  const table = aTable([{ id: 'a', version: 1 }])
  const answers = await Promise.all(Array.from({ length: 50 }, () => cache.getMany('row', ['a'], table.load)))
  expect(new Set(answers.map(([row]) => row?.version))).toEqual(new Set([1]))
  expect(table.queries).toHaveLength(1)
})

test('a reader that read before a write never puts the old row back', async () => {
  const cache = openCache()
  const table = aTable([{ id: 'a', version: 1 }])
  const gate = aGate()
  const hasRead = aGate()
  const slowLoad = async (ids: readonly string[]) => {
    const rows = await table.load(ids)
    hasRead.open()
    await gate.passed
    return rows
  }
  const reading = cache.getMany('row', ['a'], slowLoad)
  await hasRead.passed
  table.stored.set('a', { id: 'a', version: 2 })
  await cache.invalidate('row', ['a'])
  expect(await cache.getMany('row', ['a'], table.load)).toEqual([{ id: 'a', version: 2 }])
  gate.open()
  expect(await reading).toEqual([{ id: 'a', version: 1 }])
  expect(await cache.getMany('row', ['a'], table.load)).toEqual([{ id: 'a', version: 2 }])
})

test('a load that fails fails its reader only; the next one loads again', async () => {
  const cache = openCache()
  const table = aTable([{ id: 'a', version: 1 }])
  await expect(cache.getMany('row', ['a'], () => Promise.reject(new Error('no database')))).rejects.toThrow(
    'no database',
  )
  expect(await cache.getMany('row', ['a'], table.load)).toEqual([{ id: 'a', version: 1 }])
})

test('one who waits too long for another loads without it', async () => {
  const cache = openCache()
  const table = aTable([{ id: 'a', version: 1 }])
  const gate = aGate()
  const stuck = cache.getMany('row', ['a'], async () => {
    await gate.passed
    return new Map<string, Row>()
  })
  expect(await cache.getMany('row', ['a'], table.load)).toEqual([{ id: 'a', version: 1 }])
  gate.open()
  await stuck
})

test('whatever the interleaving, a read that begins after a write has been acknowledged sees it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('read', 'write'), { minLength: 4, maxLength: 16 }),
      async (scheduler, steps) => {
        const cache = openCache()
        const table = aTable([{ id: 'a', version: 0 }])
        let acknowledged = 0
        const stale: string[] = []
        const read = async () => {
          const atLeast = acknowledged
          const [row] = await cache.getMany('row', ['a'], async ids => {
            const rows = await table.load(ids)
            await scheduler.schedule(Promise.resolve(), 'answer of the database')
            return rows
          })
          if ((row?.version ?? -1) < atLeast) stale.push(`read ${row?.version}, ${atLeast} was acknowledged`)
        }
        const write = async (version: number) => {
          await scheduler.schedule(Promise.resolve(), 'commit')
          table.stored.set('a', { id: 'a', version: Math.max(version, table.stored.get('a')?.version ?? 0) })
          await cache.invalidate('row', ['a'])
          acknowledged = Math.max(acknowledged, version)
        }
        const running = steps.map(async (step, place) => {
          await scheduler.schedule(Promise.resolve(), 'start')
          await (step === 'read' ? read() : write(place + 1))
        })
        await scheduler.waitFor(Promise.all(running))
        expect(stale).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})

/** Blocks its callers until it is opened. */
function aGate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => undefined
  const passed = new Promise<void>(resolve => {
    open = resolve
  })
  return { passed, open }
}
