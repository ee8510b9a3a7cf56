import { graphql } from '../../generated/gql.js'

/** The selections of a screen that draws a map: `...DrawnMap` of the map, `...DrawnKeys` of the query. */
graphql(`
  fragment DrawnMap on WorldMap {
    id
    name
    art
    width
    height
    cells
    portals {
      at {
        x
        y
      }
      to {
        id
        name
      }
    }
  }
`)
graphql(`
  fragment DrawnKeys on Query {
    mapLegend {
      symbol
      name
      walkable
    }
    characterClasses {
      class
      art
    }
  }
`)

/** A map as it is drawn. */
export interface DrawnMap {
  readonly id: string
  readonly name: string
  /** Key of its picture: the theme of the drawing. */
  readonly art: string
  readonly width: number
  readonly height: number
  /** From north to south, a character a cell. */
  readonly cells: readonly string[]
  readonly portals: readonly {
    readonly at: { readonly x: number; readonly y: number }
    readonly to: { readonly name: string }
  }[]
}

/** Names of the legend that the drawing knows; others are drawn as ground or wall. */
export type CellName = 'ground' | 'grass' | 'road' | 'wall' | 'tree' | 'water'

export interface Terrain {
  readonly map: DrawnMap
  /** Outside of the map everything is as its edge. */
  cellAt(x: number, y: number): CellName
}

const KNOWN: ReadonlySet<string> = new Set<CellName>(['ground', 'grass', 'road', 'wall', 'tree', 'water'])
const isKnown = (name: string): name is CellName => KNOWN.has(name)

export function createTerrain(
  map: DrawnMap,
  legend: readonly { readonly symbol: string; readonly name: string; readonly walkable: boolean }[],
): Terrain {
  const names = new Map(
    legend.map(({ symbol, name, walkable }) => [symbol, isKnown(name) ? name : walkable ? 'ground' : 'wall'] as const),
  )
  const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, value))
  return {
    map,
    cellAt: (x, y) => {
      const row = map.cells[map.height - 1 - clamp(y, map.height)] ?? ''
      return names.get(row.charAt(clamp(x, map.width))) ?? 'ground'
    },
  }
}
