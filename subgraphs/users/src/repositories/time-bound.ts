import type { TimePosition } from '../domain/time-position.js'

/** Lists of all users, purchases and transfers are counted up to here: a count reads what it counts. */
export const COUNTED_MAX = 10_000

/** Behind every row: the bound of a first page, of the types that the rows have. */
const END = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } as const

/** The values of `(at, id) < ($n, $m)`; without a position they bound nothing, and the index is used all the same. */
export const boundOf = (position: TimePosition | null): readonly [Date | string, string] =>
  position === null ? [END.at, END.id] : [position.at, position.id]
