import * as z from 'zod'
import { TICK_MS } from '../tick.js'
import { ContentMistake } from './content-mistake.js'

/** Percentages of content have two decimals: a chance is a whole number of ten thousandths. */
export const CHANCE_ONE = 10_000

const percent = z
  .number()
  .min(0)
  .max(100)
  .refine(value => Number.isInteger(Math.round(value * 1e6) / 1e4), 'at most two decimals')
  .transform(value => Math.round((value * CHANCE_ONE) / 100))
const ticksOf = (min: number, max: number) =>
  z
    .number()
    .min(min)
    .max(max)
    .transform(seconds => Math.round((seconds * 1_000) / TICK_MS))

const monsterKind = z
  .strictObject({
    /** Map files name the kind by it. */
    key: z.string().regex(/^[a-z-]{1,40}$/),
    id: z.uuid(),
    name: z.string().min(1).max(40),
    level: z.int().min(1).max(99),
    maxHp: z.int().min(1).max(1_000_000),
    attack: z.int().min(1).max(10_000),
    defense: z.int().min(0).max(10_000),
    /** As of characters, see combat.ts. */
    hit: z.int().min(1).max(1_000),
    flee: z.int().min(1).max(1_000),
    /** For whoever kills it. */
    experience: z.int().min(0).max(100_000),
    cellsPerSecond: z.int().min(1).max(10),
    /** How far it notices characters, in cells. */
    sight: z.int().min(0).max(16),
    /** How far it strikes, in cells. */
    reach: z.int().min(1).max(12),
    attackSeconds: ticksOf(0.2, 10),
    respawnSeconds: ticksOf(1, 3_600),
    /** Attacks who comes into sight; others only strike back. */
    aggressive: z.boolean(),
    /** Runs from whoever struck it while it has less than this share of its hit points. */
    fleesBelowPercent: z.number().min(0).max(100),
    /** Chance to tame it when it has hardly a hit point left, see pets.ts; 0 for kinds that nobody tames. */
    tamePercent: percent,
    drops: z.array(z.strictObject({ itemId: z.uuid(), name: z.string().min(1).max(60), percent })).max(8),
  })
  .transform(({ attackSeconds, respawnSeconds, tamePercent, drops, ...kind }) => ({
    ...kind,
    attackTicks: attackSeconds,
    respawnTicks: respawnSeconds,
    tameChance: tamePercent,
    drops: drops.map(({ itemId, name, percent: chance }) => ({ itemId, name, chance })),
  }))

export type MonsterKind = z.output<typeof monsterKind>

/** @throws ContentMistake naming the kind and the field of each mistake */
export function parseMonsterKinds(file: string, text: string): readonly MonsterKind[] {
  const kinds = parse(file, text)
  for (const field of ['key', 'id', 'name'] as const) {
    const seen = new Set<string>()
    for (const kind of kinds) {
      if (seen.has(kind[field])) throw mistake(file, text, kind[field], `two kinds have the ${field} "${kind[field]}"`)
      seen.add(kind[field])
    }
  }
  return kinds
}

function parse(file: string, text: string): readonly MonsterKind[] {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch (error) {
    throw new ContentMistake(file, placeOfSyntaxError(text, error), `This is not JSON: ${String(error)}`)
  }
  const parsed = z.array(monsterKind).min(1).safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const [index] = issue?.path ?? []
  const kind: unknown = Array.isArray(given) && typeof index === 'number' ? given[index] : undefined
  const key = typeof kind === 'object' && kind !== null && 'key' in kind ? String(kind.key) : ''
  throw mistake(file, text, key, z.prettifyError(parsed.error))
}

/** JSON says nothing of lines: the place is that of the kind's key. */
const mistake = (file: string, text: string, key: string, message: string) =>
  new ContentMistake(file, placeAt(text, key === '' ? 0 : Math.max(0, text.lastIndexOf(`"${key}"`))), message)

function placeOfSyntaxError(text: string, error: unknown) {
  const position = /position (\d+)/.exec(String(error))?.[1]
  return placeAt(text, position === undefined ? text.length : Number(position))
}

function placeAt(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
