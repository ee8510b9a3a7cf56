import { describe, expect, it } from 'vitest'
import { connectionOf, cursorPart, readPage } from './pagination.js'

const options = { defaultSize: 20, keyLength: 2 }
const rows = [1, 2, 3].map(n => ({ at: `t${n}`, id: `i${n}` }))
const key = (row: { at: string; id: string }) => [row.at, row.id]

describe('a page', () => {
  it('begins after the row that the cursor names', () => {
    const first = connectionOf(rows, readPage({ first: 2 }, options), { totalCount: 3, key, node: row => row.id })
    expect(first.edges.map(edge => edge.node)).toEqual(['i1', 'i2'])
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    expect(readPage({ after: first.pageInfo.endCursor }, options)).toEqual({ limit: 20, after: ['t2', 'i2'] })
  })

  it('may be empty', () => {
    const page = connectionOf([], readPage({}, options), {
      totalCount: 0,
      key,
      node: (row: { at: string; id: string }) => row.id,
    })
    expect(page).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      totalCount: 0,
    })
  })

  it.each([
    { first: -1 },
    { first: 101 },
    { after: 'nonsense' },
    { after: 'x'.repeat(600) },
    { after: Buffer.from('["only one"]').toString('base64url') },
    { after: Buffer.from('[1,2]').toString('base64url') },
  ])('is refused for %j', args => {
    expect(() => readPage(args, options)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
  })

  it('takes the values of a key only in the form that its field writes them in', () => {
    const cursorOf = (...values: string[]) => Buffer.from(JSON.stringify(values)).toString('base64url')
    const read = (...values: string[]) =>
      readPage({ after: cursorOf(...values) }, { defaultSize: 20, key: [cursorPart.time, cursorPart.uuid] }).after
    const [time, id] = ['2026-11-21T08:00:00.000Z', '62de89d3-e8da-4ddb-bb2b-9bde53551fe7']
    expect(read(time, id)).toEqual([time, id])
    // Date reads all of these times, and PostgreSQL none of them.
    for (const other of ['2026', '+010000-01-01T00:00:00.000Z', 'Sat Nov 21 2026 (day)', '-000001-01-01T00:00:00.000Z'])
      expect(() => read(other, id)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
    for (const other of ['', id.toUpperCase(), `${id}\u0000`])
      expect(() => read(time, other)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }))
  })
})
