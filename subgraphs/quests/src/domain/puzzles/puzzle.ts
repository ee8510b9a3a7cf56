import type { PuzzleKind } from './puzzle-kinds.js'

export type PuzzlePurpose = 'DAILY' | 'PUBLISHED' | 'DUEL'

/** A puzzle without its answer: what may leave the server at any time. */
export interface Puzzle {
  readonly id: string
  readonly purpose: PuzzlePurpose
  readonly kind: PuzzleKind
  readonly title: string
  readonly statement: string
  readonly data: unknown
  readonly attemptLimit: number
  readonly opensAt: Date
  readonly closesAt: Date
  readonly publishedAt: Date
}

/** A puzzle with its answer, for the checks of answers. */
export interface SolvedPuzzle extends Puzzle {
  readonly solution: unknown
}

/** The state that a user's attempts at a puzzle have left. */
export interface PuzzleStanding {
  readonly attempts: number
  readonly solvedAt: Date | null
}

export interface PuzzleAttempt {
  readonly id: string
  readonly puzzleId: string
  readonly userId: string
  readonly number: number
  readonly correct: boolean
  readonly at: Date
}

export type PuzzleStatus = 'OPEN' | 'SOLVED' | 'FAILED' | 'EXPIRED'

export const untried: PuzzleStanding = { attempts: 0, solvedAt: null }

export const isClosed = ({ closesAt }: Pick<Puzzle, 'closesAt'>, now: Date): boolean => now >= closesAt

export function puzzleStatus(puzzle: Puzzle, { attempts, solvedAt }: PuzzleStanding, now: Date): PuzzleStatus {
  if (solvedAt !== null) return 'SOLVED'
  if (attempts >= puzzle.attemptLimit) return 'FAILED'
  return isClosed(puzzle, now) ? 'EXPIRED' : 'OPEN'
}

interface PuzzleTexts {
  readonly title: string
  readonly statement: string
}

/** The texts of puzzles for which nobody has written others. */
export const textsByKind: Readonly<Record<PuzzleKind, PuzzleTexts>> = {
  SLIDING: {
    title: 'Sliding stones',
    statement: 'Slide the stones until they are in order and the gap is last. Only the shortest way counts.',
  },
  LIGHTS_OUT: {
    title: 'Lights out',
    statement: 'Switch all lamps off. Pressing a lamp switches it and the lamps beside, above and below it.',
  },
  SEQUENCE: {
    title: 'The next number',
    statement:
      'Each number is p times the one before it, plus q times the one before that, plus r. p and q are whole numbers from -3 to 3, and r from -50 to 50. Which number comes next?',
  },
  CIPHER: {
    title: 'The enciphered message',
    statement:
      'Each letter was moved on in the alphabet by a letter of a key, which repeats. All words of the message are in the list. What does it say?',
  },
}
