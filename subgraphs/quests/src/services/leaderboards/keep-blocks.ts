import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import {
  BLOCK_ENTRIES,
  findBlockPeriods,
  foldChanges,
  hasChanges,
  holdBlocks,
  recountBlocks,
  splitBlocks,
  vacuumChanges,
  type BlocksOf,
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
 * @param unsplit periods whose blocks an earlier call has changed and not split; this call adds to them, or
 *   splits them
 * @returns how many changes it has moved
 */
export async function keepBlocks(needs: Pick<Needs, 'pool'>, unsplit = new Map<string, BlocksOf>()): Promise<number> {
  if (!(await hasChanges(needs.pool))) return 0
  const folded = await withTransaction(needs.pool, async tx => {
    if (!(await holdBlocks(tx))) return 0
    const { folded: count, touched } = await foldChanges(tx, { limit: FOLDED_MAX })
    for (const { board, period } of touched) unsplit.set(`${board} ${period}`, { board, period })
    // Changes that are left would be counted twice: by a split, and when they are folded.
    if (count < FOLDED_MAX) for (const of of unsplit.values()) await fitBlocks(tx, of)
    return count
  })
  if (folded < FOLDED_MAX) unsplit.clear()
  return folded
}

/** Splits blocks that have grown, and makes all anew where scores that moved have left many thin ones behind. */
async function fitBlocks(tx: Queryable, of: BlocksOf): Promise<void> {
  const { blocks, entries } = await splitBlocks(tx, of)
  if (blocks > BLOCKS_SPARE + (THIN_FACTOR * entries) / BLOCK_ENTRIES) await recountBlocks(tx, of)
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

/** Calls that look for nothing after one that found nothing: an idle system is asked twice a second. */
const IDLE_CALLS = 4

/** Keeps the blocks, again and again; made once a process. */
export function createBlockKeeper(needs: Pick<Needs, 'pool'>): () => Promise<void> {
  const unsplit = new Map<string, BlocksOf>()
  let sinceVacuum = 0
  let idleCalls = 0
  return async () => {
    if (idleCalls > 0) {
      idleCalls -= 1
      return
    }
    const before = sinceVacuum
    for (let folded = await keepBlocks(needs, unsplit); ; folded = await keepBlocks(needs, unsplit)) {
      sinceVacuum += folded
      if (folded < FOLDED_MAX) break
    }
    if (sinceVacuum === before) idleCalls = IDLE_CALLS
    if (sinceVacuum < VACUUM_AFTER) return
    sinceVacuum = 0
    await vacuumChanges(needs.pool)
  }
}
