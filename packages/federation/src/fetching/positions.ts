import { isJsonObject, ownValue, type JsonObject } from '../json/json.js'
import type { Shared } from './merge.js'

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

/** The objects that a step works on. Entities repeat: few objects may stand at many places. */
export interface Places {
  /** Each object once. */
  readonly objects: readonly JsonObject[]
  /** The first of each object's places, in the order of `objects`, as they were when the objects were found. */
  links(): readonly (PathLink | null)[]
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
export const placeOf = (position: Position): Places => placesOf([position])

/** Places that have been found already, one for each object. */
export const placesOf = (positions: readonly Position[]): Places => ({
  objects: positions.map(({ object }) => object),
  links: () => positions.map(({ link }) => link),
  everywhere: () => positions,
})

/**
 * All objects that a plan's path leads to; `@` stands for every item of a list. A value that is null or of
 * another shape than the path is skipped: the projection reports it.
 *
 * Links are made for errors only: of each object just its list indices are kept while a fetch is under way.
 * Links for all objects were 15 % of what a heavy answer allocates, and lived as long as the fetch
 * (`REPEATS_MAX_BYTES=0 npm run bench -- gateway --loads heavy`).
 * @param shared what may be met several times on the way.
 */
export function follow(places: Places, path: Path, shared: Shared): Places {
  const objects: JsonObject[] = []
  const marks: number[] = []
  const collect = collector(path, { objects, marks, isNew: shared.isEmpty ? isAlwaysNew : firstMeetings(shared) })
  for (const [origin, object] of places.objects.entries()) collect(object, origin)
  return {
    objects,
    links: () => linksOf(places.links(), path, marks),
    everywhere: () => {
      const found: Position[] = []
      const walk = walker(path, found)
      for (const { object, link } of places.everywhere()) walk(object, 0, link)
      return found
    },
  }
}

const isAlwaysNew = (): boolean => true

/** Collects the objects below one; of each, its origin and list indices are marked one after the other. */
function collector(
  path: Path,
  {
    objects,
    marks,
    isNew,
  }: { objects: JsonObject[]; marks: number[]; isNew: (value: object, depth: number) => boolean },
): (object: JsonObject, origin: number) => void {
  const indices: number[] = []
  const collect = (value: unknown, depth: number): void => {
    const key = path[depth]
    if (key === '@') {
      if (!Array.isArray(value) || !isNew(value, depth)) return
      for (let index = 0; index < value.length; index++) {
        indices.push(index)
        collect(value[index], depth + 1)
        indices.pop()
      }
      return
    }
    if (!isJsonObject(value) || !isNew(value, depth)) return
    if (key !== undefined) return collect(ownValue(value, String(key)), depth + 1)
    objects.push(value)
    for (const index of indices) marks.push(index)
  }
  return (object, origin) => {
    indices[0] = origin
    collect(object, 0)
  }
}

/** @param marks as a collector of the path makes them, one origin and the list indices for each object. */
function linksOf(origins: readonly (PathLink | null)[], path: Path, marks: readonly number[]): (PathLink | null)[] {
  const links: (PathLink | null)[] = []
  for (let at = 0; at < marks.length; ) {
    let link = origins[marks[at++] ?? 0] ?? null
    for (const key of path) link = { parent: link, key: key === '@' ? (marks[at++] ?? 0) : key }
    links.push(link)
  }
  return links
}

type Walk = (value: unknown, depth: number, link: PathLink | null) => void

/** Finds all places below an object, also those of objects that stand at several. */
function walker(path: Path, found: Position[]): Walk {
  const walk: Walk = (value, depth, link) => {
    const key = path[depth]
    if (key === '@') {
      if (!Array.isArray(value)) return
      for (let index = 0; index < value.length; index++) walk(value[index], depth + 1, { parent: link, key: index })
      return
    }
    if (!isJsonObject(value)) return
    if (key === undefined) found.push({ object: value, link })
    else walk(ownValue(value, String(key)), depth + 1, { parent: link, key })
  }
  return walk
}

/**
 * Tells whether a value is met for the first time at this depth; below a value that was met before,
 * everything was.
 */
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
