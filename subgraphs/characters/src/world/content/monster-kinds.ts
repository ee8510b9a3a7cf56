import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type JSONPath,
  type Node,
  type ParseError,
} from 'jsonc-parser'
import * as z from 'zod'
import { TICK_MS } from '../tick.js'
import { ContentMistake, type Place } from './content-mistake.js'

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

/** @throws ContentMistake naming line and column of the first mistake, and what every mistake is */
export function parseMonsterKinds(file: string, text: string): readonly MonsterKind[] {
  const root = parseJson(file, text)
  const parsed = z.array(monsterKind).min(1).safeParse(getNodeValue(root))
  if (!parsed.success) {
    const place = placeAt(text, nodeOf(root, pathOf(parsed.error.issues[0])).offset)
    throw new ContentMistake(file, place, z.prettifyError(parsed.error))
  }
  for (const field of ['key', 'id', 'name'] as const) {
    const seen = new Set<string>()
    for (const [index, kind] of parsed.data.entries()) {
      if (seen.has(kind[field])) {
        const place = placeAt(text, nodeOf(root, [index, field]).offset)
        throw new ContentMistake(file, place, `Two kinds have the ${field} "${kind[field]}"`)
      }
      seen.add(kind[field])
    }
  }
  return parsed.data
}

function parseJson(file: string, text: string): Node {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: true })
  const [error] = errors
  if (root !== undefined && error === undefined) return root
  const found = error === undefined ? 'it is empty' : printParseErrorCode(error.error)
  throw new ContentMistake(file, placeAt(text, error?.offset ?? 0), `This is not JSON: ${found}`)
}

/** The path of a value with a mistake, or of a field that there should not be. */
function pathOf(issue: z.core.$ZodIssue | undefined): JSONPath {
  const path = (issue?.path ?? []).filter(segment => typeof segment !== 'symbol')
  const [unknown] = issue?.code === 'unrecognized_keys' ? issue.keys : []
  return unknown === undefined ? path : [...path, unknown]
}

/** A missing value has no place: that of the object stands in for it. */
function nodeOf(root: Node, path: JSONPath): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length))
    if (node !== undefined) return node
  }
  return root
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
