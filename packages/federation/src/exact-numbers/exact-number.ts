import { randomUUID } from 'node:crypto'

/**
 * A number that JavaScript would change is kept as text: this mark, then the number as it was written. The
 * text is a string for all code between the edges of the gateway, which compares, copies and remembers it as
 * such. No client or subgraph can make one up, since the mark is another one in each process and never leaves
 * it: `writeNumbers` takes it off from everything that is sent.
 */
const MARK = `number ${randomUUID()} `

const NUMBER = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?'
const markedIn = new RegExp(`"${MARK}(${NUMBER})"`, 'g')

/** As long as no number was kept, none can be in any text. */
let isAnyKept = false

/** A number of JSON or GraphQL, kept as it is written. */
export function keptNumber(written: string): string {
  isAnyKept = true
  return MARK + written
}

/** JSON or GraphQL text with its kept numbers as numbers, digit by digit as they came. */
export const writeNumbers = (text: string): string => (isAnyKept ? text.replaceAll(markedIn, '$1') : text)

/** How a kept number is written; undefined for any other value. */
export const writtenNumber = (value: unknown): string | undefined =>
  isAnyKept && typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined

/**
 * A value for a subgraph of this process, with kept integers as BigInts; other kept numbers are what
 * JavaScript makes of them.
 */
export function withBigInts(value: unknown): unknown {
  if (!isAnyKept) return value
  const written = writtenNumber(value)
  if (written !== undefined) return /^-?\d+$/.test(written) ? BigInt(written) : Number(written)
  if (Array.isArray(value)) return value.map(withBigInts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBigInts(item)]))
}

/**
 * A value for a key of an entity: JSON readers that hold numbers as JavaScript does would find another entity
 * by a kept number.
 */
export function withNumbersAsText(value: unknown): unknown {
  if (!isAnyKept) return value
  if (Array.isArray(value)) return value.map(withNumbersAsText)
  if (typeof value !== 'object' || value === null) return writtenNumber(value) ?? value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNumbersAsText(item)]))
}

/** Checks that JavaScript's number has exactly the written value, which it may print in another notation. */
export function isExact(written: string): boolean {
  const number = Number(written)
  if (number === 0) return /^[-0.]*(?:e|$)/i.test(written)
  return Number.isFinite(number) && canonical(written) === canonical(String(number))
}

/** Equal for texts of one value that is not 0: all digits without zeros around them, and the power of ten. */
function canonical(written: string): string {
  const [, sign, whole = '', fraction = '', exponent = 0] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(written) ?? []
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}

/** A BigInt as a number that keeps its value. */
export const numberOf = (integer: bigint): number | string => {
  const number = Number(integer)
  return Number.isSafeInteger(number) ? number : keptNumber(String(integer))
}
