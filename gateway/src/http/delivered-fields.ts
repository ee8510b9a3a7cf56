import type { AnswerKeys } from '@waystone/federation/contract'
import { isJsonObject, type JsonObject } from '@waystone/federation/json'

/** Of a value within an answer. */
export type Path = readonly (string | number)[]

/** The keys below a value: null for a leaf, undefined where the operation does not say. */
type Keys = AnswerKeys | null | undefined

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
  readonly #keys: AnswerKeys

  /** @param data the initial answer's. */
  constructor(data: JsonObject | null, keys: AnswerKeys) {
    this.#root = shapeOf(data, keys)
    this.#keys = keys
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
    const found: FoundFields[] = []
    const conflict = compareObjects(known, data, { subPath: [], keys: this.#keysAt(path), found })
    if (conflict !== null) return { kind: 'conflict', subPath: conflict }
    for (const fields of found)
      for (const [key, value] of Object.entries(fields.data))
        fields.into.set(key, shapeOf(value, fields.keys?.get(key)))
    return { kind: 'taken', fields: found.map(({ subPath, data: fields }) => ({ subPath, data: fields })) }
  }

  #keysAt(path: Path): Keys {
    let keys: Keys = this.#keys
    for (const key of path) if (typeof key === 'string') keys = keys?.get(key)
    return keys
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

interface FoundFields extends NewFields {
  readonly into: Map<string, Shape>
  readonly keys: Keys
}

interface Comparison {
  readonly subPath: Path
  readonly keys: Keys
  readonly found: FoundFields[]
}

/** Notes the new fields of an object. @returns the path of a null where the client has something else. */
function compareObjects(
  known: Map<string, Shape>,
  data: JsonObject,
  { subPath, keys, found }: Comparison,
): Path | null {
  const entries = Object.entries(data)
  const added = entries.filter(([key]) => !known.has(key))
  if (added.length > 0) found.push({ subPath, data: Object.fromEntries(added), into: known, keys })
  for (const [key, value] of entries) {
    const before = known.get(key)
    if (before === undefined) continue
    const conflict = compareValues(before, value, { subPath: [...subPath, key], keys: keys?.get(key), found })
    if (conflict !== null) return conflict
  }
  return null
}

function compareValues(before: Shape, value: unknown, { subPath, keys, found }: Comparison): Path | null {
  if (before === null || before === 'leaf') return null
  if (value === null) return subPath
  if (before instanceof Map) return isJsonObject(value) ? compareObjects(before, value, { subPath, keys, found }) : null
  if (!Array.isArray(value)) return null
  for (const [index, item] of before.entries()) {
    const conflict = compareValues(item, value[index], { subPath: [...subPath, index], keys, found })
    if (conflict !== null) return conflict
  }
  return null
}

function shapeOf(value: unknown, keys: Keys): Shape {
  if (value === null || value === undefined) return null
  if (keys === null) return 'leaf'
  if (Array.isArray(value)) return value.map(item => shapeOf(item, keys))
  if (!isJsonObject(value)) return 'leaf'
  return new Map(Object.entries(value).map(([key, each]) => [key, shapeOf(each, keys?.get(key))]))
}
