import * as z from 'zod'
import { countProblems } from '../problems.js'
import type { KindRules } from './puzzle-rules.js'
import type { Random } from './random.js'

export interface SequenceData {
  readonly terms: readonly number[]
}

/** `next = p · last + q · (the one before) + r` */
interface Rule {
  readonly p: number
  readonly q: number
  readonly r: number
}

/**
 * Rules that are considered: any first numbers fit some rule of any kind, so "the" next number needs a limit.
 */
const FACTOR_MAX = 3
const SUMMAND_MAX = 50
const TERMS = { min: 5, max: 10 } as const
const TERM_MAX = 1_000_000
const factors = Array.from({ length: 2 * FACTOR_MAX + 1 }, (_, index) => index - FACTOR_MAX)

/**
 * Which number comes next? The statement names the rules that are considered, and all of them that fit the
 * shown terms agree on the next one: by trying all, not by taste.
 */
export const sequence: KindRules<SequenceData, number> = {
  data: z.strictObject({ terms: z.array(z.int().min(-TERM_MAX).max(TERM_MAX)).max(TERMS.max) }),
  dataProblems: ({ terms }) => countProblems('data.terms', terms.length, TERMS),
  generate: generateSequence,
  solve: ({ terms }) => {
    const [only, ...others] = new Set(rulesThatFit(terms).map(rule => nextOf(terms, rule)))
    return only === undefined || others.length > 0 ? null : only
  },
  shown: data => data,
  readAnswer: value =>
    typeof value === 'number' && Number.isSafeInteger(value)
      ? value
      : [{ field: 'answer', message: 'must be a whole number', rule: 'FORMAT' }],
  isRight: (answer, { solution }) => answer === solution,
}

const nextOf = (terms: readonly number[], { p, q, r }: Rule): number =>
  p * (terms.at(-1) ?? 0) + q * (terms.at(-2) ?? 0) + r

function rulesThatFit(terms: readonly number[]): Rule[] {
  const [first = 0, second = 0, third = 0] = terms
  return factors.flatMap(p =>
    factors.flatMap(q => {
      const r = third - p * second - q * first
      const rule = { p, q, r }
      const fits = terms.every((term, place) => place < 2 || term === nextOf(terms.slice(0, place), rule))
      return Math.abs(r) <= SUMMAND_MAX && fits ? [rule] : []
    }),
  )
}

/** By difficulty, from the first one that the rules are for. */
const families: readonly {
  from: number
  p: readonly [number, ...number[]]
  q: readonly [number, ...number[]]
  r: number
}[] = [
  { from: 1, p: [1], q: [0], r: 9 },
  { from: 2, p: [2, 3], q: [0], r: 0 },
  { from: 3, p: [2, 3, -1, -2], q: [0], r: 9 },
  { from: 5, p: [1], q: [1, -1, 2], r: 3 },
  { from: 7, p: [2, -1, -2], q: [1, -1, 2, -2], r: 9 },
  { from: 9, p: [3, 2, -2, -3], q: [3, 2, -2, -3], r: 20 },
]
const SHOWN = 6
const TRIES_MAX = 1_000

function generateSequence(random: Random, difficulty: number): SequenceData {
  const { p, q, r } = families.findLast(({ from }) => from <= difficulty) ?? { p: [1], q: [0], r: 1 }
  for (let tried = 0; tried < TRIES_MAX; tried++) {
    const rule = { p: random.pick([...p]), q: random.pick([...q]), r: random.between(-r, r) }
    const terms = [random.between(1, 9), random.between(1, 9)]
    // A rule without the term before the last has one first number, and so has what it follows from.
    if (rule.q === 0) terms[1] = nextOf(terms.slice(0, 1), rule)
    while (terms.length < SHOWN) terms.push(nextOf(terms, rule))
    // A number that comes again makes the rule easy to guess, and the next one would stand there to read.
    const isLively = new Set([...terms, nextOf(terms, rule)]).size > SHOWN
    const isReadable = terms.every(term => Math.abs(term) < TERM_MAX)
    if (isLively && isReadable && sequence.solve({ terms }) !== null) return { terms }
  }
  throw new Error(`Expected one of ${TRIES_MAX} sequences to have one continuation`)
}
