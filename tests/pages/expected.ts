import { expect } from 'vitest'

/**
 * The output that a page shows, as a vitest pattern: "…" stands for any value, and within a line for any
 * text.
 */
export const pattern = (value: unknown): unknown => {
  if (value === '…') return expect.anything() as unknown
  if (typeof value === 'string' && value.includes('…'))
    return expect.stringMatching(new RegExp(`^${value.split('…').map(escaped).join('.+')}$`)) as unknown
  if (Array.isArray(value)) return value.map(pattern)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pattern(inner)]))
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const matches = (answer: unknown, expected: unknown): boolean => {
  try {
    expect(answer).toEqual(pattern(expected))
    return true
  } catch {
    // Not yet what the page prints: the caller asks again, or fails with the last answer.
    return false
  }
}
