import type { Random } from './random.js'

/** A UUID as four fields of a row, so that a table holds everything that a world consists of. */
export interface UuidWords {
  id0: number
  id1: number
  id2: number
  id3: number
}
export const uuidFields = ['id0', 'id1', 'id2', 'id3'] as const

/** @throws RangeError for what is no UUID */
export function writeUuid(row: UuidWords, uuid: string): void {
  const digits = uuid.replaceAll('-', '')
  if (!/^[\da-f]{32}$/.test(digits)) throw new RangeError(`Expected a UUID in small letters, found "${uuid}"`)
  const word = (index: number) => Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16) | 0
  row.id0 = word(0)
  row.id1 = word(1)
  row.id2 = word(2)
  row.id3 = word(3)
}

export function readUuid({ id0, id1, id2, id3 }: UuidWords): string {
  const digits = [id0, id1, id2, id3].map(word => (word >>> 0).toString(16).padStart(8, '0')).join('')
  return [0, 8, 12, 16, 20].map((start, index, starts) => digits.slice(start, starts[index + 1] ?? 32)).join('-')
}

/** A UUID of version 4, as random as the generator's seed. */
export function drawUuid(random: Random, row: UuidWords): void {
  row.id0 = random.below(2 ** 32) | 0
  row.id1 = (random.below(2 ** 32) & ~0xf000) | 0x4000
  row.id2 = (random.below(2 ** 32) & 0x3fffffff) | (0x80000000 | 0)
  row.id3 = random.below(2 ** 32) | 0
}
