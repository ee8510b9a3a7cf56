import { isJsonObject, ownValue, type JsonObject } from '../json.js'
import type { Shared } from '../merge.js'

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

/** What a step works on. Entities repeat: few objects may stand at many places. */
export interface Places {
  /** Each object once, at the first of its places. */
  readonly objects: readonly Position[]
  /** All places, in the answer's order, as they are now; for errors, which belong to each of them. */
  everywhere(): readonly Position[]
}

export function pathOf(link: PathLink | null): (string | number)[] {
  const path: (string | number)[] = []
  for (let at = link; at !== null; at = at.parent) path.push(at.key)
  return path.toReversed()
}

export const linkTo = (path: Path): PathLink | null =>
  path.reduce<PathLink | null>((parent, key) => ({ parent, key }), null)

/** One place. The answer itself is the place without a link. */
export function placeOf(position: Position): Places {
  const objects = [position]
  return { objects, everywhere: () => objects }
}

/**
 * All objects that a plan's path leads to; `@` stands for every item of a list. What is null or of another shape than the path
 * says leads nowhere: the projection reports it.
 * @param shared what may be met several times on the way.
 */
export function follow(places: Places, path: Path, shared: Shared): Places {
  const objects: Position[] = []
  const walk = walker(path, { found: objects, isNew: shared.isEmpty ? () => true : firstMeetings(shared) })
  for (const { object, link } of places.objects) walk(object, 0, link)
  return {
    objects,
    everywhere: () => {
      const found: Position[] = []
      const walkAll = walker(path, { found, isNew: () => true })
      for (const { object, link } of places.everywhere()) walkAll(object, 0, link)
      return found
    },
  }
}

type Walk = (value: unknown, depth: number, link: PathLink | null) => void

function walker(
  path: Path,
  { found, isNew }: { found: Position[]; isNew: (value: object, depth: number) => boolean },
): Walk {
  const walk: Walk = (value, depth, link) => {
    const key = path[depth]
    if (key === '@') {
      if (!Array.isArray(value) || !isNew(value, depth)) return
      for (let index = 0; index < value.length; index++) walk(value[index], depth + 1, { parent: link, key: index })
      return
    }
    if (!isJsonObject(value) || !isNew(value, depth)) return
    if (key === undefined) found.push({ object: value, link })
    else walk(ownValue(value, String(key)), depth + 1, { parent: link, key })
  }
  return walk
}

/** Whether a value has not been met at this depth before; below a value that was met, everything was. */
function firstMeetings(shared: Shared): (value: object, depth: number) => boolean {
  const met: Set<object>[] = []
  return (value, depth) => {
    if (!shared.has(value)) return true
    const atDepth = (met[depth] ??= new Set())
    if (atDepth.has(value)) return false
    atDepth.add(value)
    return true
  }
}
