import { expect, test, vi } from 'vitest'
import type { EntityCache } from '../cache/index.js'
import { createEntityLoader } from './entity-loader.js'

const a = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
const b = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb'
const missing = '00000000-0000-4000-8000-000000000000'

/** A cache that never has anything, and notes what it was asked. */
function anEmptyCache() {
  const asked: { kind: string; ids: readonly string[] }[] = []
  const cache: EntityCache = {
    getMany: async (kind, ids, load) => {
      asked.push({ kind, ids })
      const found = await load(ids)
      return ids.map(id => found.get(id) ?? null)
    },
    invalidate: async () => {},
    invalidateAll: async () => {},
    close: async () => {},
  }
  return { cache, asked }
}
const aLoader = () => {
  const { cache, asked } = anEmptyCache()
  const read = vi.fn(
    async (ids: readonly string[]) => new Map(ids.filter(id => id !== missing).map(id => [id, { id }])),
  )
  return { loader: createEntityLoader({ cache, kind: 'thing', read }), asked, read }
}

test('what is asked for at once is read at once, each id a single time', async () => {
  const { loader, asked, read } = aLoader()
  const found = await Promise.all([loader.load(b), loader.load(a), loader.load(a.toUpperCase()), loader.load(missing)])
  expect(found).toEqual([{ id: b }, { id: a }, { id: a }, null])
  expect(asked).toEqual([{ kind: 'thing', ids: [b, a, missing] }])
  expect(read).toHaveBeenCalledTimes(1)
})

test('what cannot be an id is nothing, and neither cache nor database hears of it', async () => {
  const { loader, asked } = aLoader()
  for (const id of ['', '7', `${a} `, `{${a}}`, "' OR 1=1 --", a.replaceAll('-', '')]) {
    expect(await loader.load(id), id).toBeNull()
  }
  expect(asked).toEqual([])
})
