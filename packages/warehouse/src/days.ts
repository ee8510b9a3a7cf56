import { InvalidArgumentError } from 'commander'
import * as z from 'zod'
import type { DayRange } from './backfill.js'

export function dayArgument(text: string): string {
  const parsed = z.iso.date().safeParse(text)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError('Expected a day, as 2026-11-30.')
}

/** @returns null for everything, or a text that says what is wrong */
export function daysOf(given: { from?: string; to?: string; all: boolean }): DayRange | string | null {
  const { from, to = from, all } = given
  if (all) return from === undefined && to === undefined ? null : '--all takes no --from or --to'
  if (from === undefined || to === undefined) return 'expected --from <day>, or --all'
  return from <= to ? { from, to } : `expected --from before --to, got ${from} and ${to}`
}
