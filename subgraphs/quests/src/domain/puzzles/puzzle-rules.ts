import type * as z from 'zod'
import type { Problem } from '../problems.js'
import type { Random } from './random.js'

/** The public part of a puzzle, and its one right answer, both as JSON. */
export interface MadePuzzle {
  readonly data: unknown
  readonly solution: unknown
}

/** The rules of one kind, whose data and answers have types of their own. */
export interface KindRules<Data, Answer> {
  /** The shape of the public data. */
  readonly data: z.ZodType<Data>
  /** Problems of data of the right shape, beside the number of its answers. */
  dataProblems(data: Data): readonly Problem[]
  /** Makes data with exactly one right answer. */
  generate(random: Random, difficulty: number): Data
  /** The one right answer; null when there is none, or more than one. */
  solve(data: Data): Answer | null
  /** The data as players see it, completed by what may be said of the answer. */
  shown(data: Data, solution: Answer): Data
  /** The answer as this kind takes it, or why it is none, which costs no attempt. */
  readAnswer(value: unknown, data: Data): Answer | readonly Problem[]
  /** Follows the answer from the data on; `solution` is for kinds whose answer is a value. */
  isRight(answer: Answer, puzzle: { readonly data: Data; readonly solution: Answer }): boolean
}

/** The same for all kinds: data and answers are JSON. */
export interface PuzzleRules {
  generate(random: Random, difficulty: number): MadePuzzle
  /** Solves data that somebody wrote; every problem of it at once. */
  make(data: unknown): MadePuzzle | readonly Problem[]
  check(puzzle: MadePuzzle, answer: unknown): { readonly isRight: boolean } | readonly Problem[]
}

export function rulesOf<Data, Answer>(rules: KindRules<Data, Answer>): PuzzleRules {
  const solved = (data: Data): MadePuzzle => {
    const solution = rules.solve(data)
    if (solution === null) throw new Error('Expected a generated puzzle to have exactly one right answer')
    return { data: rules.shown(data, solution), solution }
  }
  return {
    generate: (random, difficulty) => solved(rules.generate(random, difficulty)),
    make: value => {
      const parsed = rules.data.safeParse(value)
      if (!parsed.success) return parsed.error.issues.map(shapeProblem)
      const problems = rules.dataProblems(parsed.data)
      if (problems.length > 0) return problems
      const solution = rules.solve(parsed.data)
      return solution === null ? [ambiguous] : { data: rules.shown(parsed.data, solution), solution }
    },
    check: (puzzle, value) => {
      const data = rules.data.parse(puzzle.data)
      const answer = rules.readAnswer(value, data)
      if (isProblems(answer)) return answer
      // The solution was made by `solve` of this kind, and nothing else is stored.
      return { isRight: rules.isRight(answer, { data, solution: puzzle.solution as Answer }) }
    },
  }
}

/** Answers are texts, numbers and lists of them, so that an object in a list is a problem. */
export const isProblems = (value: unknown): value is readonly Problem[] =>
  Array.isArray(value) && value.length > 0 && typeof value[0] === 'object'

const shapeProblem = ({ path }: z.core.$ZodIssue): Problem => ({
  field: ['data', ...path].join('.'),
  message: 'must be as docs/content.md describes the data of this kind',
  rule: 'FORMAT',
})

const ambiguous: Problem = { field: 'data', message: 'must have exactly one right answer, and has none or several' }
