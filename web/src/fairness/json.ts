/** Reads of a JSON value whose form is not known. */

export const partOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isNumber = (value: unknown): value is number => typeof value === 'number' && value >= 0
/** A whole number from 0 on. */
export const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
/** A whole number from 1 on. */
export const isCount = (value: unknown): value is number => isWhole(value) && value >= 1
