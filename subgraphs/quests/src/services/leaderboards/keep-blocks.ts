import { withTransaction } from '@waystone/kit/postgres'
import {
  BLOCK_ENTRIES,
  findBlockPeriods,
  foldChanges,
  hasChanges,
  holdBlocks,
  recountBlocks,
  splitBlocks,
  vacuumChanges,
} from '../../repositories/leaderboards/block.js'
import type { Needs } from '../needs.js'

/** Changes of one transaction: after an outage there may be more than one should hold. */
export const FOLDED_MAX = 20_000
/** Blocks above what the entries would fill: scores that move up leave thin blocks behind. */
const THIN_FACTOR = 4
const BLOCKS_SPARE = 16

/**
 * Moves the changes that have been written into the counts of the blocks, by which ranks are found. One
 * process at a time does so; until then ranks are as exact, and dearer by the changes that wait.
 * @returns how many changes it has moved
 */
export async function keepBlocks(needs: Pick<Needs, 'pool'>): Promise<number> {
  if (!(await hasChanges(needs.pool))) return 0
  return await withTransaction(needs.pool, async tx => {
    if (!(await holdBlocks(tx))) return 0
    const { folded, touched } = await foldChanges(tx, { limit: FOLDED_MAX })
    // Changes that are left would be counted twice: by a split, and when they are folded.
    if (folded < FOLDED_MAX)
      for (const of of touched) {
        const { blocks, entries } = await splitBlocks(tx, of)
        if (blocks > BLOCKS_SPARE + (THIN_FACTOR * entries) / BLOCK_ENTRIES) await recountBlocks(tx, of)
      }
    return folded
  })
}

/** Counts the entries of all periods of these boards anew. */
export async function recountBoards(needs: Pick<Needs, 'pool' | 'boards'>): Promise<void> {
  for (const { number: board } of await needs.boards.current()) {
    for (const period of await findBlockPeriods(needs.pool, board)) {
      let isDone = false
      while (!isDone) {
        isDone = await withTransaction(needs.pool, async tx => {
          // Another process that folds at this moment is done within milliseconds.
          if (!(await holdBlocks(tx))) return false
          if ((await foldChanges(tx, { limit: FOLDED_MAX })).folded === FOLDED_MAX) return false
          await recountBlocks(tx, { board, period })
          return true
        })
      }
    }
  }
}

/** Changes after which their table is cleaned: a second of 5,000 score updates. */
const VACUUM_AFTER = 5_000

/** Keeps the blocks, again and again; made once a process. */
export function createBlockKeeper(needs: Pick<Needs, 'pool'>): () => Promise<void> {
  let sinceVacuum = 0
  return async () => {
    for (let folded = await keepBlocks(needs); ; folded = await keepBlocks(needs)) {
      sinceVacuum += folded
      if (folded < FOLDED_MAX) break
    }
    if (sinceVacuum < VACUUM_AFTER) return
    sinceVacuum = 0
    await vacuumChanges(needs.pool)
  }
}
