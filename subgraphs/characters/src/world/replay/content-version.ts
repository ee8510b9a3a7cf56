import { createHash } from 'node:crypto'
import type { MonsterKind } from '../content/monster-kinds.js'
import type { WorldContent } from '../content/world-content.js'
import { combatStatsOf } from '../simulation/combat-stats.js'
import { characterFields, dropFields, monsterFields, petFields } from '../simulation/entities.js'
import { characterClasses } from '../../domain/character.js'
import { LEVEL_MAX } from '../../domain/experience.js'

/**
 * Names all that the simulation of a map computes with besides its state: the map, the kinds of monsters, the stats
 * of characters and the columns of tables. A snapshot is replayed with the version that it was taken with only.
 */
export function contentVersionOf(content: WorldContent, mapId: string): string {
  const map = content.findMap(mapId)
  if (map === null) throw new RangeError(`There is no map ${mapId}`)
  const { rows, spawn, savePoint, portals } = map
  // Their cells follow from rows and rectangles; as text, those of two hundred spawns took a second.
  const monsters = map.monsters.map(({ kind, from, to, cells }) => ({ kind, from, to, cells: cells.length }))
  return createHash('sha256')
    .update(JSON.stringify({ rows, spawn, savePoint, portals, monsters, ...versionOfRules(content.kinds) }))
    .digest('hex')
    .slice(0, VERSION_LENGTH)
}

const VERSION_LENGTH = 16

const versionOfRules = (kinds: readonly MonsterKind[]) => ({
  // Names are shown, not computed with: a translation or a correction changes no replay.
  kinds: kinds.map(({ drops, ...kind }) => ({
    ...kind,
    name: null,
    drops: drops.map(({ itemId, chance }) => [itemId, chance]),
  })),
  stats: characterClasses.flatMap((_, index) =>
    Array.from({ length: LEVEL_MAX }, (__, level) => combatStatsOf({ class: index, level: level + 1 })),
  ),
  columns: [characterFields, monsterFields, dropFields, petFields],
})
