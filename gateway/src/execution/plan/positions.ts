import { isJsonObject, ownValue, type JsonObject } from '../json.js'

export type Path = readonly (string | number)[]

/** The way to a place of the answer, linked from its end: arrays are made only for the few that end up in an error. */
export interface PathLink {
  readonly parent: PathLink | null
  readonly key: string | number
}

/** An object of the answer under construction, and where it stands. */
export interface Position {
  readonly object: JsonObject
  readonly link: PathLink | null
}

export function pathOf(link: PathLink | null): (string | number)[] {
  const path: (string | number)[] = []
  for (let at = link; at !== null; at = at.parent) path.push(at.key)
  return path.toReversed()
}

/**
 * All objects that a plan's path leads to, in the answer's order; `@` stands for every item of a list. What is null or of
 * another shape than the path says leads nowhere: the projection reports it.
 */
export function follow(positions: readonly Position[], path: Path): Position[] {
  const found: Position[] = []
  for (const { object, link } of positions) walk(object, path, 0, link, found)
  return found
}

function walk(value: unknown, path: Path, depth: number, link: PathLink | null, found: Position[]): void {
  const key = path[depth]
  if (key === '@') {
    if (!Array.isArray(value)) return
    for (const [index, item] of value.entries()) walk(item, path, depth + 1, { parent: link, key: index }, found)
    return
  }
  if (!isJsonObject(value)) return
  if (key === undefined) found.push({ object: value, link })
  else walk(ownValue(value, String(key)), path, depth + 1, { parent: link, key }, found)
}
