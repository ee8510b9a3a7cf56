import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import {
  findBlockPeriods,
  foldChanges,
  hasChanges,
  holdBlocks,
  joinBlocks,
  vacuumChanges,
  type BlocksOf,
  type Folded,
} from '../../repositories/leaderboards/block.js'
import { splitBlocks, SPLIT_ABOVE, SPLIT_ENTRIES_MAX, type Split } from '../../repositories/leaderboards/block-split.js'
import { joinGroups, readGroupShape, splitGroups } from '../../repositories/leaderboards/block-group.js'
import { recountBlocks } from '../../repositories/leaderboards/recounting.js'
import type { Needs } from '../needs.js'

/** Changes of one transaction: after an outage there may be more than one should hold. */
export const FOLDED_MAX = 20_000

/** Folds after which a period that none of them has changed is forgotten: a minute. */
export const KEPT_FOLDS = 1_200

/** By `board period`, the periods that one process has folded changes of, in the order in which they are split. */
export type KeptPeriods = Map<string, KeptPeriod>
interface KeptPeriod extends BlocksOf {
  /** Any of its blocks may be larger than it should be: no call has looked, or one has not split all. */
  readonly isUnsplit: boolean
  /** Those that the fold has found, as splitBlocks takes them. */
  readonly grown: string | null
  /** It was folded after its groups were looked at. */
  readonly isChanged: boolean
  /** How many folds have not changed it since one has. */
  readonly idleFolds: number
}

/**
 * Moves the changes that have been written into the counts of the blocks, by which ranks are found. One
 * process at a time does so; until then ranks are as exact, and dearer by the changes that wait.
 * @param kept of earlier calls; this call brings it up to date
 * @param isBusy changes are expected: it is not asked first whether there are any
 * @returns how many changes it has moved
 */
export async function keepBlocks(
  needs: Pick<Needs, 'pool'>,
  kept: KeptPeriods = new Map(),
  { isBusy } = { isBusy: false },
): Promise<number> {
  if (!isBusy && !(await hasChanges(needs.pool))) return 0
  const { folded, periods } = await withTransaction(needs.pool, tx => foldAndFit(tx, kept))
  // Only now: a transaction that fails has split nothing.
  kept.clear()
  for (const each of periods) kept.set(nameOf(each), each)
  return folded
}

const nameOf = ({ board, period }: BlocksOf) => `${board} ${period}`
const foldedIn = (periods: readonly Folded[]) => periods.reduce((sum, { folded }) => sum + folded, 0)

async function foldAndFit(
  tx: Queryable,
  kept: KeptPeriods,
): Promise<{ folded: number; periods: readonly KeptPeriod[] }> {
  if (!(await holdBlocks(tx))) return { folded: 0, periods: [...kept.values()] }
  const touched = await foldChanges(tx, { limit: FOLDED_MAX, above: SPLIT_ABOVE })
  const folded = foldedIn(touched)
  const isLast = folded < FOLDED_MAX
  const periods = new Map(kept)
  for (const { board, period, grown } of touched) {
    const isUnsplit = !isLast || (kept.get(nameOf({ board, period }))?.isUnsplit ?? true)
    periods.set(nameOf({ board, period }), { board, period, isUnsplit, grown, isChanged: true, idleFolds: 0 })
  }
  // Changes that are left would be counted twice: by a split, and when they are folded.
  return { folded, periods: isLast ? await fitPeriods(tx, [...periods.values()]) : [...periods.values()] }
}

/** Fits the blocks of all these periods, as far as one transaction should. Periods that must wait come first then. */
async function fitPeriods(tx: Queryable, periods: readonly KeptPeriod[]): Promise<readonly KeptPeriod[]> {
  const waiting: KeptPeriod[] = []
  const fitted: KeptPeriod[] = []
  let entriesLeft = SPLIT_ENTRIES_MAX
  for (const each of periods) {
    const idleFolds = each.isChanged ? 0 : each.idleFolds + 1
    if (hasGrown(each) && entriesLeft <= 0) {
      if (each.isChanged) await fitGroups(tx, each)
      waiting.push({ ...each, isUnsplit: true, grown: null, isChanged: false, idleFolds })
    } else if (hasGrown(each) || each.isChanged) {
      const { isLeft, entries } = await fitBlocks(tx, each, { atOnce: entriesLeft })
      entriesLeft -= entries
      fitted.push({ ...each, isUnsplit: isLeft, grown: null, isChanged: false, idleFolds })
    } else if (idleFolds < KEPT_FOLDS) fitted.push({ ...each, idleFolds })
  }
  return [...waiting, ...fitted]
}

const hasGrown = ({ isUnsplit, grown }: KeptPeriod): boolean => isUnsplit || grown !== null

/** Splits what has grown and joins what has become thin. */
async function fitBlocks(tx: Queryable, kept: KeptPeriod, size: { atOnce: number }): Promise<Split> {
  const grown = kept.isUnsplit ? null : kept.grown
  const split = hasGrown(kept) ? await splitBlocks(tx, { ...kept, grown }, size) : { isLeft: false, entries: 0 }
  await fitGroups(tx, kept)
  return split
}

async function fitGroups(tx: Queryable, of: BlocksOf): Promise<void> {
  const { isLarge, isThin, areMany } = await readGroupShape(tx, of)
  if (isThin) await joinBlocks(tx, of)
  if (isLarge) await splitGroups(tx, of)
  if (areMany) await joinGroups(tx, of)
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
          if (foldedIn(await foldChanges(tx, { limit: FOLDED_MAX, above: SPLIT_ABOVE })) === FOLDED_MAX) return false
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
const IDLE_CALLS = 9

/** Keeps the blocks, again and again; made once a process. */
export function createBlockKeeper(needs: Pick<Needs, 'pool'>): () => Promise<void> {
  const kept: KeptPeriods = new Map()
  let sinceVacuum = 0
  let idleCalls = 0
  let isBusy = false
  return async () => {
    if (idleCalls > 0) {
      idleCalls -= 1
      return
    }
    const before = sinceVacuum
    for (;;) {
      const folded = await keepBlocks(needs, kept, { isBusy })
      sinceVacuum += folded
      if (folded < FOLDED_MAX) break
    }
    isBusy = sinceVacuum > before
    if (!isBusy) idleCalls = IDLE_CALLS
    if (sinceVacuum < VACUUM_AFTER) return
    sinceVacuum = 0
    await vacuumChanges(needs.pool)
  }
}
