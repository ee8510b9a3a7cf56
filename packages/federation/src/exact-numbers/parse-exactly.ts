import { isExact, keptNumber } from './exact-number.js'

/** Where a number begins that has more digits, or a larger exponent, than JavaScript surely keeps; in a string, too. */
const SUSPECT = /(?:^|[:,[\s])-?(?:[\d.]{16}|[\d.]+[eE][+-]?\d{3})/

/** Strings, so that numbers within them are left alone; and numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Parses JSON, with each number that JavaScript would change as a kept number.
 * @param text valid JSON.
 * @returns undefined when it has no such number: then JSON.parse gives all that it says.
 */
export function parseExactly(text: string): unknown {
  if (!SUSPECT.test(text)) return undefined
  let isFound = false
  const kept = text.replaceAll(TOKENS, token => {
    if (token.startsWith('"') || isExact(token)) return token
    isFound = true
    return `"${keptNumber(token)}"`
  })
  return isFound ? (JSON.parse(kept) as unknown) : undefined
}
