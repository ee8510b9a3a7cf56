import { structuredPatch } from 'diff'

/** Lines around a change. */
const CONTEXT_LINES = 3

/** Compares two JSON values line by line; empty when they are equal. The order of keys is no difference. */
export function differences(current: unknown, next: unknown): readonly string[] {
  const [before, after] = [linesOf(current), linesOf(next)]
  if (before === after) return []
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: CONTEXT_LINES })
  return hunks.flatMap((hunk, place) => [...(place === 0 ? [] : ['  …']), ...hunk.lines.filter(isContent)])
}

const linesOf = (value: unknown): string => (value === null ? '' : `${JSON.stringify(sorted(value), null, 2)}\n`)

/** "\ No newline at end of file" is no line of either. */
const isContent = (line: string): boolean => !line.startsWith('\\')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, sorted(part)]),
  )
}
