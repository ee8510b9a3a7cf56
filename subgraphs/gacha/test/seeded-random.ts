import { createHash, randomUUID } from 'node:crypto'
import type { RandomSource } from '../src/random.js'

const BLOCK_BYTES = 32

/**
 * The same bytes in each run, so that a test draws the same items each time as long as it asks one after the
 * other. Ids are new each time: no draw depends on them.
 */
export function seededRandom(): RandomSource {
  let taken = 0
  const block = () => createHash('sha256').update(`block ${taken++}`).digest()
  return {
    uuid: () => randomUUID(),
    bytes: count => Buffer.concat(Array.from({ length: Math.ceil(count / BLOCK_BYTES) }, block)).subarray(0, count),
  }
}
