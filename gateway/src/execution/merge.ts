import { copyJson, isJsonObject, ownValue, setOwn, type JsonObject } from './json.js'

/**
 * What may become of the merged objects: `take` makes them part of the target, `copy` leaves them untouched for others who
 * hold them, such as a cache, or a second place of the answer with the same entity.
 */
export type Merging = 'take' | 'copy'

/**
 * Adds one subgraph's data to what others gave, as Apollo's executor does: objects merge, lists of one length merge item by
 * item, and anything else is replaced. A value of an impossible type never throws: the projection reports it later.
 */
export function mergeInto(target: JsonObject, source: JsonObject, merging: Merging): void {
  for (const key of Object.keys(source)) {
    const given = source[key]
    if (given === undefined) continue
    const present = ownValue(target, key)
    if (isJsonObject(given) && typeof present === 'object' && present !== null) {
      // An object for what another subgraph calls a list has nothing to add to it.
      if (isJsonObject(present)) mergeInto(present, given, merging)
    } else if (Array.isArray(given) && Array.isArray(present) && given.length === present.length) {
      mergeItems(present, given, merging)
    } else setOwn(target, key, adopt(given, merging))
  }
}

function mergeItems(target: unknown[], source: readonly unknown[], merging: Merging): void {
  for (const [index, given] of source.entries()) {
    const present = target[index]
    if (isJsonObject(present) && isJsonObject(given)) mergeInto(present, given, merging)
    else target[index] = adopt(given, merging)
  }
}

const adopt = (value: unknown, merging: Merging): unknown => (merging === 'copy' ? copyJson(value) : value)
