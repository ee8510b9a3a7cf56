import { isJsonObject, ownValue, setOwn, type JsonObject } from './json.js'

/** Objects and lists that several places of an answer hold: one that is to change at one place only is cloned there first. */
export class Shared {
  // Made when they are needed: most answers share nothing.
  #objects: Set<object> | undefined
  #clones: Map<JsonObject, JsonObject[]> | undefined

  get isEmpty(): boolean {
    return this.#objects === undefined
  }

  add(object: object): void {
    ;(this.#objects ??= new Set()).add(object)
  }

  has(object: object): boolean {
    return this.#objects?.has(object) === true
  }

  clone(object: JsonObject): JsonObject {
    for (const value of Object.values(object)) share(value, this)
    const clone = { ...object }
    const clones = (this.#clones ??= new Map<JsonObject, JsonObject[]>())
    const others = clones.get(object)
    if (others === undefined) clones.set(object, [clone])
    else others.push(clone)
    return clone
  }

  /** Objects with what has been cloned from them meanwhile: what was asked for one of them is for its clones, too. */
  withClones(objects: readonly JsonObject[]): readonly JsonObject[] {
    const clones = this.#clones
    if (clones === undefined) return objects
    const found = new Set(objects)
    // Grows while it is gone through: clones are cloned.
    for (const object of found) for (const clone of clones.get(object) ?? []) found.add(clone)
    return [...found]
  }
}

/** What becomes of the merged values: part of the target alone, or of several targets. */
export interface Merging {
  readonly shared: Shared
  readonly isForSeveral: boolean
}

/**
 * Adds one subgraph's data to what others gave, as Apollo's executor does: objects merge, lists of one length merge item by
 * item, and anything else is replaced. A value of an impossible type never throws: the projection reports it later.
 */
export function mergeInto(target: JsonObject, source: JsonObject, merging: Merging): void {
  for (const key of Object.keys(source)) {
    const given = source[key]
    if (given === undefined) continue
    const isInherited = key in Object.prototype
    const present = isInherited ? ownValue(target, key) : target[key]
    // What most fields are, and most are new.
    if (typeof given !== 'object' && !isInherited) {
      target[key] = given
      continue
    }
    if (isJsonObject(given) && typeof present === 'object' && present !== null) {
      // An object for what another subgraph calls a list has nothing to add to it.
      if (!isJsonObject(present)) continue
      const own = ownObject(present, merging.shared)
      if (own !== present) setOwn(target, key, own)
      mergeInto(own, given, merging)
    } else if (Array.isArray(given) && Array.isArray(present) && given.length === present.length) {
      const own = ownList(present, merging.shared)
      if (own !== present) setOwn(target, key, own)
      mergeItems(own, given, merging)
    } else setOwn(target, key, adopt(given, merging))
  }
}

/** Lists within lists merge, too: Apollo's executor replaces them. */
function mergeItems(target: unknown[], source: readonly unknown[], merging: Merging): void {
  for (const [index, given] of source.entries()) {
    const present = target[index]
    if (isJsonObject(present) && isJsonObject(given)) {
      const own = ownObject(present, merging.shared)
      target[index] = own
      mergeInto(own, given, merging)
    } else if (Array.isArray(given) && Array.isArray(present) && given.length === present.length) {
      const own = ownList(present, merging.shared)
      target[index] = own
      mergeItems(own, given, merging)
    } else target[index] = adopt(given, merging)
  }
}

function adopt(value: unknown, { shared, isForSeveral }: Merging): unknown {
  if (isForSeveral) share(value, shared)
  return value
}

function ownObject(object: JsonObject, shared: Shared): JsonObject {
  return shared.has(object) ? shared.clone(object) : object
}

function ownList(list: unknown[], shared: Shared): unknown[] {
  if (!shared.has(list)) return list
  for (const item of list) share(item, shared)
  return [...list]
}

function share(value: unknown, shared: Shared): void {
  if (typeof value === 'object' && value !== null) shared.add(value)
}
