import { isJsonObject, ownValue, setOwn, type JsonObject } from '../json/json.js'

/**
 * Objects and lists that several places of an answer hold: one that is to change at one place only is cloned
 * there first.
 */
export class Shared {
  // Made when they are needed: most answers share nothing.
  #objects: Set<object> | undefined
  #clones: Map<JsonObject, JsonObject[]> | undefined
  /** Counts merges into the answer: objects that were found before a merge may be gone. */
  merges = 0
  readonly forOne: Merging = { shared: this, isForSeveral: false }
  readonly forSeveral: Merging = { shared: this, isForSeveral: true }

  /** True for the name of an interface, which a subgraph may declare as an object. */
  readonly isInterface: (typename: unknown) => boolean

  /** @param isInterface left out where only parts of one subgraph's answer are merged. */
  constructor(isInterface: (typename: unknown) => boolean = () => false) {
    this.isInterface = isInterface
  }

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

  /**
   * Adds the clones of these objects that merges have created meanwhile: a fetch for an object is for its
   * clones, too.
   */
  withClones(objects: readonly JsonObject[]): readonly JsonObject[] {
    const clones = this.#clones
    if (clones === undefined) return objects
    const found = new Set(objects)
    // The set grows during the loop, because clones may have clones.
    for (const object of found) for (const clone of clones.get(object) ?? []) found.add(clone)
    return [...found]
  }
}

/** The destination of the merged values: a part of the target alone, or of several targets. */
export interface Merging {
  readonly shared: Shared
  readonly isForSeveral: boolean
}

/**
 * Stands for two lists of different lengths that subgraphs answered for one field: which items belong
 * together is unknown.
 */
export const differingLists = Symbol('lists of different lengths')

/**
 * Adds one subgraph's data to what other subgraphs answered. Objects merge, lists of one length merge item by
 * item, and of two leaves the later one stays, except that the name of an interface never takes the place of
 * a type's. Otherwise the kind of value decides, so that the order of arrival does not: null gives way to
 * anything, a leaf to an object, and an object to a list. A value of an impossible type never throws: the
 * projection reports it.
 */
export function mergeInto(target: JsonObject, source: JsonObject, merging: Merging): void {
  // An answer inherits nothing enumerable, and a list of its keys would be made for each object.
  for (const key in source) {
    const given = source[key]
    const isInherited = key in Object.prototype
    const present = isInherited ? ownValue(target, key) : target[key]
    // Most fields are leaves that no other subgraph has answered.
    if (typeof given !== 'object' && !isInherited) {
      if (given === undefined || given === present || !givesWay(present)) continue
      if (present !== undefined && key === '__typename' && isLessKnown(given, present, merging.shared)) continue
      target[key] = given
      continue
    }
    const merged = mergeValues(present, given, merging)
    if (merged !== present) setOwn(target, key, merged)
  }
}

/** @returns the value that stands afterwards. */
function mergeValues(present: unknown, given: unknown, merging: Merging): unknown {
  if (given === undefined || present === differingLists) return present
  if (given === null) return present === undefined ? null : present
  if (Array.isArray(given)) {
    if (!Array.isArray(present)) return adopt(given, merging)
    if (given.length !== present.length) return differingLists
    const own = ownList(present, merging.shared)
    for (let index = 0; index < given.length; index++) own[index] = mergeValues(own[index], given[index], merging)
    return own
  }
  if (typeof given !== 'object') return givesWay(present) ? given : present
  if (Array.isArray(present)) return present
  if (!isJsonObject(present)) return adopt(given, merging)
  const own = ownObject(present, merging.shared)
  mergeInto(own, given as JsonObject, merging)
  return own
}

/** True when a leaf may replace this value. */
const givesWay = (present: unknown): boolean =>
  present === null || (typeof present !== 'object' && present !== differingLists)

/** Where a subgraph has an interface as an object, it gives each of its objects the interface's name. */
const isLessKnown = (given: unknown, present: unknown, { isInterface }: Shared): boolean =>
  typeof present === 'string' && present !== '' && isInterface(given) && !isInterface(present)

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
