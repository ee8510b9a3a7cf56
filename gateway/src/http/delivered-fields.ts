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

/** The outcome of a part's data. */
export type Taken =
  | { readonly kind: 'taken'; readonly fields: readonly NewFields[] }
  /** Null at a path of the part, where the client has an object or a list. */
  | { readonly kind: 'conflict'; readonly subPath: Path }

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

  /** Checks that the client has null at a path, or around it. */
  hasNullOn(path: Path): boolean {
    let at: Shape | undefined = this.#root
    for (const key of path) {
      if (at === null) return true
      at = shapeWithin(at, key)
    }
    return at === null
  }

  /**
   * Takes a part's data at the path of an object that the client has; it counts as delivered from then on.
   * @returns its new fields, the outer object first. After a conflict nothing of the data counts as delivered:
   * what the client has can not be taken back.
   */
  take(path: Path, data: JsonObject): Taken {
    const known = this.#at(path)
    if (!(known instanceof Map)) return { kind: 'conflict', subPath: [] }
    const found: (NewFields & { into: Map<string, Shape> })[] = []
    const conflict = compareObjects(known, data, { subPath: [], found })
    if (conflict !== null) return { kind: 'conflict', subPath: conflict }
    for (const fields of found)
      for (const [key, value] of Object.entries(fields.data)) fields.into.set(key, shapeOf(value))
    return { kind: 'taken', fields: found.map(({ subPath, data: fields }) => ({ subPath, data: fields })) }
  }

  #at(path: Path): Shape | undefined {
    let at: Shape | undefined = this.#root
    for (const key of path) at = shapeWithin(at, key)
    return at
  }
}

function shapeWithin(shape: Shape | undefined, key: string | number): Shape | undefined {
  if (typeof key === 'number') return Array.isArray(shape) ? shape[key] : undefined
  return shape instanceof Map ? shape.get(key) : undefined
}

interface Comparison {
  readonly subPath: Path
  readonly found: (NewFields & { into: Map<string, Shape> })[]
}

/** Notes the new fields of an object. @returns the path of a null where the client has something else. */
function compareObjects(known: Map<string, Shape>, data: JsonObject, { subPath, found }: Comparison): Path | null {
  const entries = Object.entries(data)
  const added = entries.filter(([key]) => !known.has(key))
  if (added.length > 0) found.push({ subPath, data: Object.fromEntries(added), into: known })
  for (const [key, value] of entries) {
    const before = known.get(key)
    if (before === undefined) continue
    const conflict = compareValues(before, value, { subPath: [...subPath, key], found })
    if (conflict !== null) return conflict
  }
  return null
}

function compareValues(before: Shape, value: unknown, { subPath, found }: Comparison): Path | null {
  if (before === null || before === 'leaf') return null
  if (value === null) return subPath
  if (before instanceof Map) return isJsonObject(value) ? compareObjects(before, value, { subPath, found }) : null
  if (!Array.isArray(value)) return null
  for (const [index, item] of before.entries()) {
    const conflict = compareValues(item, value[index], { subPath: [...subPath, index], found })
    if (conflict !== null) return conflict
  }
  return null
}

function shapeOf(value: unknown): Shape {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(shapeOf)
  return isJsonObject(value) ? new Map(Object.entries(value).map(([key, each]) => [key, shapeOf(each)])) : 'leaf'
}
