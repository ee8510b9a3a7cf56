import { createHmac } from 'node:crypto'
import { derivedId } from '../derived-id.js'
import { generatePuzzle, puzzleKinds } from './puzzle-kinds.js'
import { textsByKind, type SolvedPuzzle } from './puzzle.js'

const DAY_MS = 86_400_000
export const DAILY_ATTEMPTS = 5
/** Of Monday; each day of a week is harder than the one before. */
const DIFFICULTY_OF_MONDAY = 2

/** A day of UTC: its number since 1970. */
export const dayNumberOf = (moment: Date): number => Math.floor(moment.getTime() / DAY_MS)

export const dailyPuzzleId = (day: number): string => derivedId('daily puzzle', day)

/**
 * The puzzle of a day. It follows from the secret and the day, so processes that make it at once make the
 * same; and without the secret, neither the day nor the puzzles before tell anything of the next one.
 */
export function dailyPuzzle(day: number, { secret, now }: { secret: string; now: Date }): SolvedPuzzle {
  const kind = puzzleKinds[day % puzzleKinds.length] ?? 'SLIDING'
  const seed = createHmac('sha256', secret).update(`daily puzzle ${day}`).digest('hex')
  const opensAt = new Date(day * DAY_MS)
  // 1 January 1970 was a Thursday.
  const weekday = (day + 3) % 7
  return {
    id: dailyPuzzleId(day),
    purpose: 'DAILY',
    kind,
    ...textsByKind[kind],
    ...generatePuzzle({ kind, difficulty: DIFFICULTY_OF_MONDAY + weekday, seed }),
    attemptLimit: DAILY_ATTEMPTS,
    opensAt,
    closesAt: new Date(opensAt.getTime() + DAY_MS),
    publishedAt: now,
  }
}
