import { isRecord, isWhole, partOf } from '../json.js'

/** A definition that cannot be drawn from; the message is the path of what is wrong with it. */
export class Unreadable extends Error {}

/** A rule decides draws in a way that this page would not know of: better told than drawn without it. */
const KNOWN = {
  definition: (
    'name opensAt closesAt closesOn tiers counters forces orders milestones exchanges target wishes ' +
    'dailyDrawLimit art locale translations'
  ).split(' '),
  tier: ['name', 'chance', 'pools', 'duplicates'],
  pool: ['name', 'chance', 'source', 'items', 'refill'],
  curve: ['when', 'by', 'points'],
  counter: ['max', 'start', 'scope', 'per', 'on', 'onClose'],
  force: ['when', 'tier', 'pool'],
  order: ['name', 'draws', 'prices', 'moves', 'limit', 'from'],
  target: ['choices', 'change', 'resets'],
  wishes: ['choices', 'count', 'resets'],
} as const

/** A list that is left out is empty. */
export function listOf<Part>(of: unknown, key: string, read: (part: unknown, path: string) => Part, path = ''): Part[] {
  const list = partOf(of, key) ?? []
  const at = path === '' ? key : `${path}.${key}`
  expects(Array.isArray(list), at)
  return list.map((part: unknown, index) => read(part, `${at}[${index}]`))
}

export function textOf(of: unknown, key: string, path: string): string {
  const text = partOf(of, key)
  expects(typeof text === 'string', `${path}.${key}`)
  return text
}

export const optionalText = (of: unknown, key: string, path: string): string | null =>
  partOf(of, key) === undefined ? null : textOf(of, key, path)

export function knowsAll(value: unknown, of: keyof typeof KNOWN, path: string): void {
  expects(isRecord(value), path === '' ? of : path)
  const known: readonly string[] = KNOWN[of]
  for (const key of Object.keys(value)) expects(known.includes(key), path === '' ? key : `${path}.${key}`)
}

export function expects(holds: boolean, path: string): asserts holds {
  if (!holds) throw new Unreadable(path)
}

export function wholeAt(list: unknown, index: number, path: string): number {
  const value: unknown = Array.isArray(list) ? list[index] : undefined
  expects(isWhole(value), path)
  return value
}
