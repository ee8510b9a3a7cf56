import { attemptPuzzle, type AttemptRequest } from './attempt-puzzle.js'
import type { Needs } from './needs.js'
import { openDailyPuzzles } from './open-daily-puzzles.js'
import { publishPuzzle, type PuzzleCommand } from './publish-puzzle.js'

export const createPuzzleServices = (needs: Needs) => ({
  attemptPuzzle: (request: AttemptRequest) => attemptPuzzle(needs, request),
  publishPuzzle: (request: PuzzleCommand) => publishPuzzle(needs, request),
  openDailyPuzzles: () => openDailyPuzzles(needs),
})
