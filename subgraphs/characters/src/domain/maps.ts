/** A cell of a map; (0, 0) is the south-west corner. */
export interface Position {
  readonly x: number
  readonly y: number
}

/** A map as the world defines it; ids never change, since characters stand on them. */
export interface WorldMap {
  readonly id: string
  readonly name: string
  /** Cells from west to east. */
  readonly width: number
  /** Cells from south to north. */
  readonly height: number
  /** Where characters appear who come here without a place of their own. */
  readonly spawn: Position
}

const dawnhaven: WorldMap = {
  id: '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a001',
  name: 'Dawnhaven',
  width: 120,
  height: 120,
  spawn: { x: 60, y: 48 },
}

/** Where characters begin first; the rest as they come on the way. */
export const worldMaps: readonly WorldMap[] = [
  dawnhaven,
  {
    id: '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a002',
    name: 'Greenway Fields',
    width: 240,
    height: 180,
    spawn: { x: 12, y: 90 },
  },
  {
    id: '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a003',
    name: 'Whispering Forest',
    width: 200,
    height: 200,
    spawn: { x: 100, y: 8 },
  },
  {
    id: '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a004',
    name: 'Sunken Mines',
    width: 160,
    height: 96,
    spawn: { x: 80, y: 88 },
  },
]

/** Where new characters begin. */
export const START = { mapId: dawnhaven.id, position: dawnhaven.spawn } as const

const byId = new Map(worldMaps.map(map => [map.id, map]))

export const findMap = (id: string): WorldMap | null => byId.get(id.toLowerCase()) ?? null

/** The map that a character stands on; where characters begin, should the world have lost that map. */
export const mapOf = (mapId: string): WorldMap => findMap(mapId) ?? dawnhaven
