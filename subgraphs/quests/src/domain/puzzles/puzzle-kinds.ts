import { cipher } from './cipher.js'
import { lightsOut } from './lights-out.js'
import { rulesOf, type MadePuzzle, type PuzzleRules } from './puzzle-rules.js'
import { createRandom } from './random.js'
import { sequence } from './sequence.js'
import { sliding } from './sliding.js'

export const puzzleKinds = ['SLIDING', 'LIGHTS_OUT', 'SEQUENCE', 'CIPHER'] as const
export type PuzzleKind = (typeof puzzleKinds)[number]

export const DIFFICULTY = { min: 1, max: 10 } as const

export const rulesByKind: Readonly<Record<PuzzleKind, PuzzleRules>> = {
  SLIDING: rulesOf(sliding),
  LIGHTS_OUT: rulesOf(lightsOut),
  SEQUENCE: rulesOf(sequence),
  CIPHER: rulesOf(cipher),
}

/**
 * A puzzle with exactly one right answer. The same seed, kind and difficulty make the same puzzle, in every
 * process.
 */
export const generatePuzzle = (of: { kind: PuzzleKind; difficulty: number; seed: string }): MadePuzzle =>
  rulesByKind[of.kind].generate(createRandom(`${of.kind}\n${of.difficulty}\n${of.seed}`), of.difficulty)
