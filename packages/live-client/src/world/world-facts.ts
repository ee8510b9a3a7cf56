import type { LiveClient } from '../live-client.js'
import { createGrid, type Grid } from './grid.js'
import { createPathFinder, type FindPath } from './path-finder.js'

export interface MapInView extends Grid {
  readonly id: string
  readonly name: string
}

export interface KnownMap {
  readonly map: MapInView
  readonly findPath: FindPath
}

export const MAP_IN_VIEW = `query MapInView($id: ID!) {
  map(id: $id) { id name cells }
  mapLegend { symbol walkable }
}`
export const OWN_CHARACTER = `query OwnCharacter($id: ID!) { character(id: $id) { map { id } stats { agility } } }`

interface MapAnswer {
  readonly map: { readonly name: string; readonly cells: readonly string[] } | null
  /** Null where it could not be read. */
  readonly mapLegend: readonly { readonly symbol: string; readonly walkable: boolean }[] | null
}

/** Facts that updates do not tell, and prediction needs. */
export interface WorldFacts {
  /** A map is asked for once. @throws LiveError as `LiveClient.request` */
  map(id: string): Promise<KnownMap>
  /** @throws LiveError as `LiveClient.request` */
  character(id: string): Promise<{ readonly mapId: string; readonly agility: number }>
}

export function createWorldFacts(live: Pick<LiveClient, 'request'>): WorldFacts {
  const maps = new Map<string, KnownMap>()
  return {
    map: async id => {
      const known = maps.get(id)
      if (known !== undefined) return known
      const { data } = await live.request<MapAnswer>(MAP_IN_VIEW, { id })
      if (data.map === null || data.mapLegend === null) throw new Error(`The map ${id} could not be read`)
      const walkable = new Set(data.mapLegend.flatMap(cell => (cell.walkable ? [cell.symbol] : [])))
      const grid = createGrid(data.map.cells, symbol => walkable.has(symbol))
      const map = { map: { ...grid, id, name: data.map.name }, findPath: createPathFinder(grid) }
      maps.set(id, map)
      return map
    },
    character: async id => {
      const { data } = await live.request<{ character: { map: { id: string }; stats: { agility: number } } | null }>(
        OWN_CHARACTER,
        { id },
      )
      if (data.character === null) throw new Error(`There is no character ${id}`)
      return { mapId: data.character.map.id, agility: data.character.stats.agility }
    },
  }
}
