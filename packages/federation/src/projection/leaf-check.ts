import { isCustomScalarType, isEnumType, type EnumType, type ScalarType } from '@apollo/federation-internals'

/**
 * Returns a predicate for the valid values of a leaf type; null is never valid. A custom scalar takes any
 * other value.
 */
export function leafCheck(type: ScalarType | EnumType): (value: unknown) => boolean {
  if (isEnumType(type)) {
    // Only the values that clients see.
    const names = new Set<unknown>(type.values.map(({ name }) => name))
    return value => names.has(value)
  }
  if (isCustomScalarType(type)) return value => value !== null && value !== undefined
  switch (type.name) {
    case 'Boolean':
      return value => typeof value === 'boolean'
    case 'Int':
      return isInteger
    case 'Float':
      return Number.isFinite
    case 'ID':
      return value => typeof value === 'string' || isInteger(value)
    default:
      return value => typeof value === 'string'
  }
}

/**
 * The check as JavaScript over `value`, for the types whose values are told by `typeof`. It may be false
 * where the check is true: that value is only completed the long way.
 */
export function leafCheckSource(type: ScalarType | EnumType): string {
  if (isEnumType(type) || isCustomScalarType(type)) return 'false'
  switch (type.name) {
    case 'Boolean':
      return "typeof value === 'boolean'"
    case 'Int':
      return "typeof value === 'number' && (value | 0) === value"
    case 'Float':
      return 'Number.isFinite(value)'
    default:
      return "typeof value === 'string'"
  }
}

/** Not only of 32 bits, as for Apollo's executor. A larger one may have been another number when it was written. */
const isInteger = (value: unknown): boolean => Number.isSafeInteger(value)
