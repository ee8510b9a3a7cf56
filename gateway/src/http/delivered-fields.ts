import { isJsonObject, type JsonObject } from '@waystone/federation/json'

type Path = readonly (string | number)[]

/** The shape of a value that the client has: null, an object by its keys, a list by its items, or a leaf. */
type Shape = null | 'leaf' | Map<string, Shape> | Shape[]

/** Fields of one object that the client does not have yet. */
export interface NewFields {
  /** Where the object is, from the place of the part. */
  readonly subPath: Path
  readonly data: JsonObject
}

/** Remembers which fields of an answer a client has, so that no part of the answer sends a field again. */
export class DeliveredFields {
  readonly #root: Shape

  /** @param data the initial answer's. */
  constructor(data: JsonObject | null) {
    this.#root = shapeOf(data)
  }

  hasObjectAt(path: Path): boolean {
    return this.#at(path) instanceof Map
  }

  /**
   * Takes a part's data at a path, which counts as delivered from then on.
   * @returns its new fields, the outer object first; null when the data has a null where the client has an
   * object or a list: what was delivered can not be taken back, and nothing of the data counts as delivered.
   */
  take(path: Path, data: JsonObject): readonly NewFields[] | null {
    const known = this.#at(path)
    if (!(known instanceof Map)) return null
    const found: (NewFields & { into: Map<string, Shape> })[] = []
    if (!compareObjects(known, data, { subPath: [], found })) return null
    for (const fields of found)
      for (const [key, value] of Object.entries(fields.data)) fields.into.set(key, shapeOf(value))
    return found.map(({ subPath, data: fields }) => ({ subPath, data: fields }))
  }

  #at(path: Path): Shape | undefined {
    let at: Shape | undefined = this.#root
    for (const key of path) {
      if (typeof key === 'number') at = Array.isArray(at) ? at[key] : undefined
      else at = at instanceof Map ? at.get(key) : undefined
    }
    return at
  }
}

interface Comparison {
  readonly subPath: Path
  readonly found: (NewFields & { into: Map<string, Shape> })[]
}

/** Notes the new fields of an object. @returns false for a null where the client has something else. */
function compareObjects(known: Map<string, Shape>, data: JsonObject, { subPath, found }: Comparison): boolean {
  const entries = Object.entries(data)
  const added = entries.filter(([key]) => !known.has(key))
  if (added.length > 0) found.push({ subPath, data: Object.fromEntries(added), into: known })
  return entries.every(([key, value]) => {
    const before = known.get(key)
    return before === undefined || compareValues(before, value, { subPath: [...subPath, key], found })
  })
}

function compareValues(before: Shape, value: unknown, { subPath, found }: Comparison): boolean {
  if (before === null || before === 'leaf') return true
  if (value === null) return false
  if (before instanceof Map) return !isJsonObject(value) || compareObjects(before, value, { subPath, found })
  return (
    !Array.isArray(value) ||
    before.every((item, index) => compareValues(item, value[index], { subPath: [...subPath, index], found }))
  )
}

function shapeOf(value: unknown): Shape {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(shapeOf)
  return isJsonObject(value) ? new Map(Object.entries(value).map(([key, each]) => [key, shapeOf(each)])) : 'leaf'
}
