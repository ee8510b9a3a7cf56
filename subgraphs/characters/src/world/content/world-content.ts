import type { Translation } from '@waystone/kit/locale'
import type { Position } from '../../domain/position.js'
import type { Grid } from './cells.js'
import { ContentMistake } from './content-mistake.js'
import type { MapFile, PlacedPosition } from './map-format.js'
import type { MonsterKind } from './monster-kinds.js'
import { reachableCells } from './reachable-cells.js'

/** A map as the world runs it; ids never change, since characters stand on them. */
export interface WorldMap {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly translations: readonly Translation<'name'>[]
  /** The key of its picture; null: the default of its id. */
  readonly art: string | null
  /** Cells from west to east. */
  readonly width: number
  /** Cells from south to north. */
  readonly height: number
  /** From north to south. */
  readonly rows: readonly string[]
  readonly grid: Grid
  /** Where characters appear who come here without a place of their own. */
  readonly spawn: Position
  /** Where characters that die here find themselves again. */
  readonly savePoint: { readonly mapId: string; readonly position: Position }
  readonly portals: readonly Portal[]
  readonly monsters: readonly MonsterSpawn[]
}

export interface Portal {
  readonly at: Position
  readonly toMapId: string
  readonly to: Position
}

/** One monster of the map: it is born, and born again, on one of these cells. */
export interface MonsterSpawn {
  /** Index in the kinds of the content. */
  readonly kind: number
  readonly cells: readonly Position[]
  /** The rectangle that it wanders in, both corners included. */
  readonly from: Position
  readonly to: Position
}

export interface WorldContent {
  readonly maps: readonly WorldMap[]
  readonly kinds: readonly MonsterKind[]
  /** Where new characters begin. */
  readonly start: WorldMap
  findMap(id: string): WorldMap | null
  findKind(id: string): MonsterKind | null
  /** @throws RangeError for an id that is none */
  kindOf(id: string): MonsterKind
  /** The kinds of monsters that live on the map, the weakest first. */
  kindsOn(map: WorldMap): readonly MonsterKind[]
  /** The map that a character stands on; where characters begin, should the world have lost that map. */
  mapOf(id: string): WorldMap
}

/**
 * Links the files of a world: names of maps and kinds become what they stand for.
 * @param startKey the map where new characters begin
 * @throws ContentMistake naming line and column of what leads nowhere, lies in a wall or cannot be reached
 */
export function linkWorld(
  files: readonly MapFile[],
  options: { kinds: readonly MonsterKind[]; startKey: string },
): WorldContent {
  checkUnique(files)
  for (const file of files) checkSpawn(file)
  const byKey = new Map(files.map(file => [file.key, { file, reachable: reachableCells(file.grid, file.spawn) }]))
  const maps = files.map(file => linkMap(file, byKey, options.kinds))
  const start = maps.find((_, index) => files[index]?.key === options.startKey)
  if (start === undefined)
    throw new ContentMistake(`${options.startKey}.txt`, { line: 1, column: 1 }, 'The map of new characters is missing')
  checkAllReached(maps, start, files)
  const byId = new Map(maps.map(map => [map.id, map]))
  const kindById = new Map(options.kinds.map(kind => [kind.id, kind]))
  return {
    maps: [start, ...maps.filter(map => map !== start)],
    kinds: options.kinds,
    start,
    findMap: id => byId.get(id.toLowerCase()) ?? null,
    findKind: id => kindById.get(id.toLowerCase()) ?? null,
    kindOf: id => {
      const kind = kindById.get(id)
      if (kind === undefined) throw new RangeError(`There is no kind of monster ${id}`)
      return kind
    },
    kindsOn: ({ monsters }) =>
      options.kinds
        .filter((_, index) => monsters.some(({ kind }) => kind === index))
        .toSorted((one, other) => one.level - other.level),
    mapOf: id => byId.get(id) ?? start,
  }
}

/** A map file with the cells, 1 at y · width + x, to which paths lead from its spawn. */
interface Explored {
  readonly file: MapFile
  readonly reachable: Uint8Array
}
type ByKey = ReadonlyMap<string, Explored>

function checkUnique(files: readonly MapFile[]): void {
  for (const field of ['id', 'code', 'name'] as const)
    for (const [index, file] of files.entries()) {
      const first = files.slice(0, index).find(other => other[field] === file[field])
      if (first !== undefined)
        throw new ContentMistake(
          file.file,
          { line: 1, column: 1 },
          `${first.file} has the ${field} "${file[field]}" already`,
        )
    }
}

function checkAllReached(maps: readonly WorldMap[], start: WorldMap, files: readonly MapFile[]): void {
  const reached = new Set([start.id])
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of reached)
    for (const { toMapId } of maps.find(map => map.id === id)?.portals ?? []) reached.add(toMapId)
  const lost = files.find(file => !reached.has(file.id))
  if (lost !== undefined)
    throw new ContentMistake(lost.file, { line: 1, column: 1 }, `No portals lead from ${start.name} to this map`)
}

function linkMap(file: MapFile, byKey: ByKey, kinds: readonly MonsterKind[]): WorldMap {
  const reachable = byKey.get(file.key)?.reachable ?? new Uint8Array()
  const home = byKey.get(file.returns.key)?.file
  if (home === undefined)
    throw new ContentMistake(file.file, file.returns.place, `There is no map "${file.returns.key}"`)
  return {
    id: file.id,
    code: file.code,
    name: file.name,
    translations: file.translations,
    art: file.art,
    width: file.grid.width,
    height: file.grid.height,
    rows: file.rows,
    grid: file.grid,
    spawn: cellOf(file.spawn),
    savePoint: { mapId: home.id, position: cellOf(home.spawn) },
    portals: file.portals.map(portal => linkPortal(file, portal, { byKey, reachable })),
    monsters: file.monsters.flatMap(area => monstersOf(file, area, { kinds, reachable })),
  }
}

function checkSpawn(file: MapFile): void {
  const { spawn, portals } = file
  checkStands(file, file, spawn, 'The spawn')
  const portal = portals.find(({ at }) => at.x === spawn.x && at.y === spawn.y)
  if (portal !== undefined) throw new ContentMistake(file.file, portal.at.place, 'A portal cannot stand on the spawn')
}

const cellOf = ({ x, y }: Position): Position => ({ x, y })

function checkStands(file: MapFile, on: MapFile, position: PlacedPosition, subject: string): void {
  const { x, y, place } = position
  if (x >= on.grid.width || y >= on.grid.height)
    throw new ContentMistake(
      file.file,
      place,
      `${subject} ${x},${y} lies outside of ${on.key}, which has ${on.grid.width} by ${on.grid.height} cells`,
    )
  if (!on.grid.isWalkable(x, y))
    throw new ContentMistake(file.file, place, `${subject} ${x},${y} lies in a wall of ${on.key}`)
}

function linkPortal(
  file: MapFile,
  portal: MapFile['portals'][number],
  { byKey, reachable }: { byKey: ByKey; reachable: Uint8Array },
): Portal {
  const { at, to, toKey } = portal
  checkStands(file, file, at, 'The portal')
  if (reachable[at.y * file.grid.width + at.x] !== 1)
    throw new ContentMistake(file.file, at.place, `No path leads from the spawn to the portal ${at.x},${at.y}`)
  if (file.portals.find(other => other.at.x === at.x && other.at.y === at.y) !== portal)
    throw new ContentMistake(file.file, at.place, `Two portals stand on ${at.x},${at.y}`)
  const target = byKey.get(toKey)
  if (target === undefined) throw new ContentMistake(file.file, to.place, `There is no map "${toKey}"`)
  checkStands(file, target.file, to, 'The target')
  if (target.reachable[to.y * target.file.grid.width + to.x] !== 1)
    throw new ContentMistake(file.file, to.place, `No path leads from ${to.x},${to.y} to the spawn of ${toKey}`)
  if (target.file.portals.some(other => other.at.x === to.x && other.at.y === to.y))
    throw new ContentMistake(file.file, to.place, `The target ${to.x},${to.y} is a portal of ${toKey} itself`)
  return { at: cellOf(at), toMapId: target.file.id, to: cellOf(to) }
}

function monstersOf(
  file: MapFile,
  area: MapFile['monsters'][number],
  { kinds, reachable }: { kinds: readonly MonsterKind[]; reachable: Uint8Array },
): readonly MonsterSpawn[] {
  const kind = kinds.findIndex(({ key }) => key === area.kind)
  if (kind === -1) throw new ContentMistake(file.file, area.place, `There is no kind of monster "${area.kind}"`)
  const { width, height } = file.grid
  if (area.to.x >= width || area.to.y >= height)
    throw new ContentMistake(file.file, area.to.place, `The area ends outside of the ${width} by ${height} cells`)
  const cells: Position[] = []
  for (let y = area.from.y; y <= area.to.y; y++)
    for (let x = area.from.x; x <= area.to.x; x++) if (reachable[y * width + x] === 1) cells.push({ x, y })
  if (cells.length === 0)
    throw new ContentMistake(file.file, area.from.place, 'No path leads from the spawn into this area')
  return Array.from({ length: area.count }, () => ({ kind, cells, from: cellOf(area.from), to: cellOf(area.to) }))
}
