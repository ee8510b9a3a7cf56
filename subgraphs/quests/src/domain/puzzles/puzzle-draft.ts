import { DESCRIPTION_LENGTH_MAX, NAME_LENGTH_MAX, rangeProblems, textProblems, type Problem } from '../problems.js'
import { DIFFICULTY, puzzleKinds, type PuzzleKind } from './puzzle-kinds.js'
import { textsByKind } from './puzzle.js'

/** A puzzle to publish, without problems. */
export interface PuzzleDraft {
  readonly kind: PuzzleKind
  readonly title: string
  readonly statement: string
  readonly attemptLimit: number
  readonly opensAt: Date
  readonly closesAt: Date
  /** Either makes new data of this difficulty, or takes the given. */
  readonly made: { readonly difficulty: number } | { readonly data: unknown }
}

const fields = ['kind', 'title', 'statement', 'attemptLimit', 'opensAt', 'closesAt', 'difficulty', 'data'] as const
const ATTEMPTS = { min: 1, max: 100 } as const
const ATTEMPTS_DEFAULT = 5

/** Reads the input of publishPuzzle; every problem of it at once. */
export function readPuzzleDraft(input: unknown, now: Date): PuzzleDraft | readonly Problem[] {
  if (!isRecord(input)) return [{ field: 'input', message: 'must be an object', rule: 'FORMAT' }]
  const kind = puzzleKinds.find(one => one === input['kind'])
  const [opensAt, closesAt] = [momentOf(input['opensAt']), momentOf(input['closesAt'])]
  const { title, statement } = { ...(kind && textsByKind[kind]), ...given(input, ['title', 'statement']) }
  const { attemptLimit } = { attemptLimit: ATTEMPTS_DEFAULT, ...given(input, ['attemptLimit']) }
  const problems = [
    ...(Object.keys(input).every(name => fields.some(field => field === name)) ? [] : [unknownField]),
    ...(kind === undefined ? [unknownKind] : [...text('title', title), ...text('statement', statement)]),
    ...rangeProblems('attemptLimit', numberOf(attemptLimit), ATTEMPTS),
    ...(opensAt === null ? [momentProblem('opensAt')] : []),
    ...(closesAt === null ? [momentProblem('closesAt')] : orderProblems({ opensAt, closesAt, now })),
    ...sourceProblems(input),
  ]
  if (problems.length > 0 || kind === undefined || opensAt === null || closesAt === null) return problems
  return {
    kind,
    title: String(title).trim(),
    statement: String(statement).trim(),
    attemptLimit: numberOf(attemptLimit),
    opensAt,
    closesAt,
    made: isGiven(input['data']) ? { data: input['data'] } : { difficulty: numberOf(input['difficulty']) },
  }
}

type Input = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const given = (input: Input, names: readonly string[]): Input =>
  Object.fromEntries(names.flatMap(name => (isGiven(input[name]) ? [[name, input[name]]] : [])))

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : NaN)

const text = (field: 'title' | 'statement', value: unknown): Problem[] =>
  textProblems(
    field,
    typeof value === 'string' ? value : '',
    field === 'title' ? NAME_LENGTH_MAX : DESCRIPTION_LENGTH_MAX,
  )

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/

function momentOf(value: unknown): Date | null {
  if (typeof value !== 'string' || !MOMENT.test(value) || Number.isNaN(Date.parse(value))) return null
  return new Date(value)
}

const momentProblem = (field: string): Problem => ({
  field,
  message: 'must be a moment in UTC, as the scalar DateTime writes it',
  rule: 'FORMAT',
})

function orderProblems({ opensAt, closesAt, now }: { opensAt: Date | null; closesAt: Date; now: Date }): Problem[] {
  if (closesAt <= now) return [{ field: 'closesAt', message: 'must lie ahead' }]
  return opensAt !== null && opensAt >= closesAt ? [{ field: 'closesAt', message: 'must be later than opensAt' }] : []
}

function sourceProblems({ data, difficulty }: Input): Problem[] {
  if (isGiven(data) === isGiven(difficulty))
    return [{ field: 'data', message: 'must be given, or difficulty, and not both' }]
  return isGiven(data) ? [] : rangeProblems('difficulty', numberOf(difficulty), DIFFICULTY)
}

const unknownField: Problem = {
  field: 'input',
  message: `must have no other fields than ${fields.join(', ')}`,
  rule: 'ONE_OF',
  allowed: fields,
}

const unknownKind: Problem = {
  field: 'kind',
  message: `must be one of ${puzzleKinds.join(', ')}`,
  rule: 'ONE_OF',
  allowed: puzzleKinds,
}
