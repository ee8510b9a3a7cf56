import type { InputProblem } from '@waystone/kit/errors'

/** A value that a field of an event's data can be compared with. */
export type Scalar = string | number | boolean

export type FieldCondition =
  | Scalar
  | { readonly $in: readonly Scalar[] }
  | { readonly $gte?: number; readonly $lte?: number }

/** Which events count, by the fields of their data: every field must meet its condition. */
export type ObjectiveFilter = Readonly<Record<string, FieldCondition>>

/** The schema of an event type's data, for the check of filters. */
export interface EventShape {
  /** Null when a filter may compare the field with this value, otherwise what it expects instead. */
  expectedOf(field: string, value: unknown): string | null
  /** Tells numbers, the only kind with an order here, from other fields and missing ones. */
  kindOf(field: string): 'NUMBER' | 'OTHER' | 'MISSING'
  readonly fields: readonly string[]
  /** Fields that hold lists, of which each entry may be counted. */
  readonly lists: readonly string[]
}

const FILTER_FIELDS = { min: 1, max: 20 } as const
const FILTER_VALUES = { min: 1, max: 100 } as const

/** Returns whether the data of an event matches the filter; a null filter matches everything. */
export function matchesFilter(filter: ObjectiveFilter | null, data: Readonly<Record<string, unknown>>): boolean {
  if (filter === null) return true
  return Object.entries(filter).every(([field, condition]) => meets(condition, data[field]))
}

function meets(condition: FieldCondition, value: unknown): boolean {
  if (typeof condition !== 'object') return value === condition
  if ('$in' in condition) return condition.$in.some(allowed => allowed === value)
  const { $gte = -Infinity, $lte = Infinity } = condition
  return typeof value === 'number' && value >= $gte && value <= $lte
}

/**
 * Problems of a filter as an administrator sent it, each with the path below the filter; none means that it
 * is an ObjectiveFilter.
 */
export function filterProblems(filter: unknown, shape: EventShape): FilterProblem[] {
  if (!isRecord(filter))
    return [{ path: '', message: 'must be an object of fields, such as {"first": true}, or left out' }]
  const fields = Object.keys(filter)
  if (fields.length === 0 || fields.length > FILTER_FIELDS.max) {
    const { min, max } = FILTER_FIELDS
    const actual = fields.length
    return [{ path: '', message: `must have ${min}–${max} fields, not ${actual}`, rule: 'COUNT', min, max, actual }]
  }
  const known = fields.filter(field => shape.kindOf(field) !== 'MISSING')
  const problems = known.flatMap(field =>
    conditionProblems({ field, condition: filter[field], shape }).map(({ path, ...problem }) => ({
      ...problem,
      path: `.${field}${path}`,
    })),
  )
  // The unknown fields are not named: a message repeats nothing that the client made up.
  if (known.length === fields.length) return problems
  const { fields: allowed } = shape
  const message = `must have fields of the event's data only: ${allowed.join(', ')}`
  return [{ path: '', message, rule: 'ONE_OF', allowed }, ...problems]
}

/** Its path is below the filter. */
interface FilterProblem extends Omit<InputProblem, 'field'> {
  readonly path: string
}
type Problem = FilterProblem

function conditionProblems(checked: { field: string; condition: unknown; shape: EventShape }): Problem[] {
  const { condition } = checked
  if (!isRecord(condition)) return valueProblems({ ...checked, value: condition, path: '' })
  const operators = Object.keys(condition)
  if (operators.includes('$in') && operators.length === 1) return listProblems({ ...checked, values: condition['$in'] })
  if (operators.length > 0 && operators.every(operator => operator === '$gte' || operator === '$lte'))
    return rangeProblems({ ...checked, range: condition })
  return [{ path: '', message: 'must be a value, {"$in": [values]}, or {"$gte": number, "$lte": number}' }]
}

function listProblems(checked: { field: string; values: unknown; shape: EventShape }): Problem[] {
  const { values } = checked
  if (!Array.isArray(values) || values.length === 0 || values.length > FILTER_VALUES.max) {
    const { min, max } = FILTER_VALUES
    return [{ path: '.$in', message: `must be a list of ${min}–${max} values`, rule: 'COUNT', min, max }]
  }
  return values.flatMap((value: unknown, index) => valueProblems({ ...checked, value, path: `.$in[${index}]` }))
}

function rangeProblems(checked: { field: string; range: Readonly<Record<string, unknown>>; shape: EventShape }) {
  const { field, range, shape } = checked
  if (shape.kindOf(field) !== 'NUMBER')
    return [{ path: '', message: 'must not be a range: the field is not a number, use a value or {"$in": [values]}' }]
  const problems: Problem[] = Object.entries(range)
    .filter(([, bound]) => typeof bound !== 'number' || !Number.isFinite(bound))
    .map(([operator]) => ({ path: `.${operator}`, message: 'must be a number' }))
  const { $gte, $lte } = range
  if (problems.length === 0 && typeof $gte === 'number' && typeof $lte === 'number' && $gte > $lte)
    problems.push({ path: '', message: 'must not have $gte above $lte: nothing could match' })
  return problems
}

function valueProblems(checked: { field: string; value: unknown; shape: EventShape; path: string }): Problem[] {
  const { field, value, shape, path } = checked
  const expected = shape.expectedOf(field, value)
  return expected === null ? [] : [{ path, message: `must be ${expected}`, rule: 'ONE_OF', allowed: [expected] }]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
