import { describe, expect, it } from 'vitest'
import {
  latencyChanges,
  latencyProblems,
  memoryChanges,
  memoryProblems,
  tableProblems,
  windowsOf,
  type Latency,
} from './soak/judge.js'

const MB = 1024 * 1024
const MINUTE_MS = 60_000
const windows = windowsOf(60 * MINUTE_MS)
const minutes = Array.from({ length: 60 }, (_, minute) => minute)

const memoryOf = (megabytesAt: (minute: number) => number) =>
  memoryChanges(
    minutes.map(minute => ({ atMs: minute * MINUTE_MS, bytes: { 'users-1': megabytesAt(minute) * MB } })),
    windows,
  )

describe('memory', () => {
  it('may do as it likes during the warm-up', () => {
    expect(memoryProblems(memoryOf(minute => (minute < 10 ? 50 + 20 * minute : 250)))).toEqual([])
  })

  it('that grows after the warm-up is told, and one high reading is not', () => {
    expect(memoryProblems(memoryOf(minute => 200 + minute))).toEqual(['users-1: its memory grew from 214 to 254 MB'])
    expect(memoryProblems(memoryOf(minute => (minute === 55 ? 900 : 200)))).toEqual([])
  })

  it('without a figure is told', () => {
    const changes = memoryChanges([{ atMs: 15 * MINUTE_MS, bytes: { 'users-1': MB } }], windows)
    expect(memoryProblems(changes)).toEqual(['users-1: there is no figure of its memory'])
  })
})

describe('latency', () => {
  const latenciesOf = (msAt: (minute: number) => number): readonly Latency[] =>
    minutes.flatMap(minute =>
      (['read', 'write'] as const).map(kind => ({ atMs: minute * MINUTE_MS, kind, ms: msAt(minute) })),
    )

  it('that drifts is told by kind and share', () => {
    const changes = latencyChanges(
      latenciesOf(minute => 10 + minute),
      windows,
    )
    expect(latencyProblems(changes)).toEqual([
      'read p50 drifted from 24.0 to 64.0 ms',
      'read p99 drifted from 29.0 to 69.0 ms',
      'write p50 drifted from 24.0 to 64.0 ms',
      'write p99 drifted from 29.0 to 69.0 ms',
    ])
    expect(
      latencyProblems(
        latencyChanges(
          latenciesOf(() => 10),
          windows,
        ),
      ),
    ).toEqual([])
  })

  it('of nothing is told', () => {
    expect(latencyProblems(latencyChanges([], windows))).toHaveLength(4)
  })
})

describe('tables', () => {
  const grew = (table: string, rowsBefore: number, rowsAfter: number) => [{ table, rowsBefore, rowsAfter }]

  it.each([
    ['content', 3, 4, 'users.t grew from 3 to 4 rows: it is to grow by what the studio writes alone'],
    ['passing', 40, 6_000, 'users.t grew from 40 to 6000 rows: they are to be on their way'],
    [undefined, 0, 1, 'users.t has rows, and nothing says how long they are kept'],
  ] as const)('that grow as %s are told', (grows, before, after, told) => {
    expect(tableProblems(grew('users.t', before, after), () => grows)).toEqual([told])
  })

  it('that may grow are not', () => {
    expect(tableProblems(grew('users.t', 1, 1_000_000), () => 'history')).toEqual([])
    expect(tableProblems(grew('users.t', 1, 1_000), () => 'players')).toEqual([])
    expect(tableProblems(grew('users.t', 100, 200), () => 'passing')).toEqual([])
    expect(tableProblems(grew('users.t', 3, 3), () => 'content')).toEqual([])
    expect(tableProblems(grew('users.t', 0, 0), () => undefined)).toEqual([])
  })
})
