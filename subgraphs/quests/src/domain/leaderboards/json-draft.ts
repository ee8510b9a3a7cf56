import type { Problem } from '../problems.js'

/** JSON as an administrator sends it. */
export type Json = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Unknown fields are not named: a message repeats nothing that the client made up. */
export function fieldProblems(field: string, value: Json, allowed: readonly string[]): Problem[] {
  if (Object.keys(value).every(name => allowed.includes(name))) return []
  return [{ field, message: `must have these fields only: ${allowed.join(', ')}`, rule: 'ONE_OF', allowed }]
}
