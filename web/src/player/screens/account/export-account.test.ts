import { expect, test } from 'vitest'
import { collectExport, type ExportPart } from './export-account.js'

test('an export has every page of every part, in order', async () => {
  const pages: Record<ExportPart, readonly (readonly number[])[]> = {
    accountExport: [[1, 2], [3]],
    characterExport: [[]],
    questExport: [[4], [5], [6]],
    gachaExport: [[7]],
    socialExport: [[]],
    notificationExport: [[8]],
  }
  const counts: number[] = []
  const { count, parts } = await collectExport(
    (part, after) => {
      const index = Number(after ?? 0)
      const isLast = index + 1 === pages[part].length
      return Promise.resolve({ entries: pages[part][index] ?? [], endCursor: isLast ? null : String(index + 1) })
    },
    so => counts.push(so),
  )
  expect(parts).toEqual({
    accountExport: [1, 2, 3],
    characterExport: [],
    questExport: [4, 5, 6],
    gachaExport: [7],
    socialExport: [],
    notificationExport: [8],
  })
  expect(count).toBe(8)
  expect(counts).toEqual([2, 3, 3, 4, 5, 6, 7, 7, 8])
})

test('an export that cannot go on fails instead of leaving something out', async () => {
  const read = (part: ExportPart) =>
    part === 'questExport' ? Promise.reject(new Error('Lost')) : Promise.resolve({ entries: [1], endCursor: null })
  await expect(collectExport(read, () => {})).rejects.toThrow('Lost')
})
