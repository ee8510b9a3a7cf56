import type { OperationResult } from '@waystone/federation/contract'
import type { GraphQLError } from 'graphql'

export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'wrong'; readonly reason: string }

type Path = readonly (string | number)[]
type Errors = NonNullable<OperationResult['errors']>

/** Judges an answer where nothing fails: it is the right one, without an error. */
export function judgeSound({ data, errors = [] }: OperationResult, truth: unknown): Verdict {
  const [error] = errors
  if (error !== undefined) return wrong(`an error at ${error.path?.join('.') ?? 'no path'}: ${error.message}`)
  const difference = differenceOf(data, truth, [])
  return difference === undefined ? { kind: 'right' } : wrong(difference)
}

/**
 * Judges an answer where subgraphs fail: all that is there is right, and what is not there has an
 * error at or above it.
 */
export function judgeFaulty({ data, errors = [] }: OperationResult, truth: unknown): Verdict {
  const difference = differenceOf(data ?? null, truth, [], errors)
  return difference === undefined ? { kind: 'right' } : wrong(difference)
}

/** Codes of operations that are refused before any subgraph is asked. */
const REFUSALS: ReadonlySet<unknown> = new Set(['LIMIT_EXCEEDED', 'QUERY_PLANNING_FAILED'])

/** A refusal says why by its code. Any other error in place of an answer is a fault of the gateway. */
export function judgeRefusal({ message, extensions }: GraphQLError): Verdict {
  const reason = `${String(extensions['code'])}: ${message}`
  return REFUSALS.has(extensions['code']) ? { kind: 'refused', reason } : wrong(reason)
}

const wrong = (reason: string): Verdict => ({ kind: 'wrong', reason })

/** @param errors explain nulls; none, where nothing may differ. */
function differenceOf(value: unknown, truth: unknown, path: Path, errors?: Errors): string | undefined {
  const at = path.length === 0 ? 'the data' : path.join('.')
  if ((value === null || value === undefined) && truth !== null) {
    if (errors?.some(error => explains(error.path, path))) return undefined
    return `${at} is ${String(value)} without an error, and not ${JSON.stringify(truth)}`
  }
  if (Array.isArray(value) && Array.isArray(truth) && value.length === truth.length)
    return firstOf(truth, (item, index) => differenceOf(value[index], item, [...path, index], errors))
  if (isObject(value) && isObject(truth)) {
    const unknown = Object.keys(value).find(key => !(key in truth))
    if (unknown !== undefined) return `${at} has ${unknown}, which was not asked for`
    return firstOf(Object.entries(truth), ([key, item]) => differenceOf(value[key], item, [...path, key], errors))
  }
  return value === truth ? undefined : `${at} is ${JSON.stringify(value)} and not ${JSON.stringify(truth)}`
}

/** An error at or above a place, or below it: null of a field that must not be null makes null what is around it. */
function explains(error: Path | undefined, path: Path): boolean {
  if (error === undefined) return false
  const length = Math.min(error.length, path.length)
  return error.slice(0, length).every((key, index) => key === path[index])
}

function firstOf<T>(items: readonly T[], find: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index)
    if (found !== undefined) return found
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
