/** A part of a definition that differs between two versions. */
export interface ChangedRule {
  /** The path within the definition, such as `tiers.SSR.chance[0].points`. */
  readonly path: string
  /** Null where the version has no such part. */
  readonly before: string | null
  readonly after: string | null
}

/**
 * The rules that differ between two definitions. Entries of a list that have names or ids are compared by them, so that
 * one that was put in between changes nothing else; a list of plain values, such as the points of a curve, is one rule.
 */
export function changedRules(before: unknown, after: unknown, path = ''): readonly ChangedRule[] {
  if (textOf(before) === textOf(after)) return []
  const [old, now] = [partsOf(before), partsOf(after)]
  if (old === null || now === null || Array.isArray(before) !== Array.isArray(after))
    return [{ path, before: textOf(before), after: textOf(after) }]
  const keys = [...new Set([...now.keys(), ...old.keys()])]
  const changed = keys.flatMap(key => changedRules(old.get(key), now.get(key), joined(path, key)))
  return Array.isArray(after) ? [...changedOrder([...old.keys()], [...now.keys()], path), ...changed] : changed
}

/** The order of a list, which decides which tier or force comes first: that of the entries that both versions have. */
function changedOrder(before: readonly string[], after: readonly string[], path: string): readonly ChangedRule[] {
  const [old, now] = [before.filter(key => after.includes(key)), after.filter(key => before.includes(key))]
  return old.join() === now.join() ? [] : [{ path, before: before.join(', '), after: after.join(', ') }]
}

const joined = (path: string, key: string): string =>
  path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** The parts of an object or of a list of objects, by their keys; null for a value that is one rule. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) {
    const keys = value.map(keyOf)
    const named = keys.filter(key => key !== null)
    if (named.length === value.length && new Set(named).size === named.length)
      return new Map(named.map((key, place) => [key, value[place] as unknown]))
    return value.every(isObject) ? new Map(value.map((part, place) => [`[${place}]`, part])) : null
  }
  return isObject(value) ? new Map(Object.entries(value)) : null
}

function keyOf(entry: unknown): string | null {
  if (!isObject(entry)) return null
  const name = Reflect.get(entry, 'name') ?? Reflect.get(entry, 'id')
  return typeof name === 'string' ? name : null
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
