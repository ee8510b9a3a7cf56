import { expect, test } from 'vitest'
import type { DataFile } from '../manifest.js'
import { planLoad, type LoadedFile } from './plan-load.js'

const file = (name: string, day: string | null, rows = 10): DataFile => ({
  path: day === null ? `account/${name}.parquet` : `event/day=${day}/${name}.parquet`,
  day,
  rows,
  bytes: 1_000,
})
const loaded = ({ path, day, rows }: DataFile): LoadedFile => ({
  file: path,
  partition: day?.replaceAll('-', '') ?? 'all',
  rows,
})
const [first, second, other] = [file('a', '2026-11-20'), file('b', '2026-11-20'), file('c', '2026-11-21')]

test('an empty table gets each partition, and a table that has all files gets nothing', () => {
  expect(planLoad([other, first, second], [])).toEqual([
    { kind: 'append', partition: '20261120', files: [first, second] },
    { kind: 'append', partition: '20261121', files: [other] },
  ])
  expect(planLoad([first, second, other], [first, second, other].map(loaded))).toEqual([])
})

test('more files of a day are appended to those that are there', () => {
  expect(planLoad([first, second, other], [first, other].map(loaded))).toEqual([
    { kind: 'append', partition: '20261120', files: [second] },
  ])
})

test('a day with a file that no longer counts is replaced, and a day without files is dropped', () => {
  const together = file('d', '2026-11-20', 20)
  expect(planLoad([together], [first, second, other].map(loaded))).toEqual([
    { kind: 'replace', partition: '20261120', files: [together] },
    { kind: 'drop', partition: '20261121' },
  ])
})

test('a file with too many or too few rows is loaded again, and so is one whose rows are of another day', () => {
  for (const rows of [9, 20])
    expect(planLoad([first, second], [{ ...loaded(first), rows }, loaded(second)])).toEqual([
      { kind: 'replace', partition: '20261120', files: [first, second] },
    ])
  expect(planLoad([other], [{ ...loaded(other), partition: '20261120' }])).toEqual([
    { kind: 'drop', partition: '20261120' },
    { kind: 'append', partition: '20261121', files: [other] },
  ])
})

test('a table without days is one partition', () => {
  const [before, after] = [file('a', null), file('b', null)]
  expect(planLoad([after], [loaded(before)])).toEqual([{ kind: 'replace', partition: 'all', files: [after] }])
})
