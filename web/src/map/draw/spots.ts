import type { Picture } from '../art/picture.js'

/** One picture in one place of the map, for one frame. Objects are used again by later frames. */
export interface Spot {
  picture: Picture
  /** In pixels of the map. */
  x: number
  y: number
  /** Drawn from the lowest to the highest. */
  depth: number
  alpha: number
  scaleX: number
  scaleY: number
}

export interface SpotOptions {
  readonly depth: number
  readonly alpha?: number
  readonly scale?: number
  /** Mirrored, so that it looks to the west. */
  readonly isFlipped?: boolean
}

/** The pictures of one frame. A renderer draws them, and knows nothing else of the world. */
export interface Spots {
  readonly inOrder: readonly Spot[]
  begin(): void
  add(picture: Picture, x: number, y: number, options: SpotOptions): Spot
  end(): void
}

export function createSpots(): Spots {
  const pool: Spot[] = []
  const shown: Spot[] = []
  return {
    inOrder: shown,
    begin: () => {
      shown.length = 0
    },
    add: (picture, x, y, { depth, alpha = 1, scale = 1, isFlipped = false }) => {
      const scaleX = isFlipped ? -scale : scale
      const spot = (pool[shown.length] ??= { picture, x, y, depth, alpha, scaleX, scaleY: scale })
      Object.assign(spot, { picture, x, y, depth, alpha, scaleX, scaleY: scale })
      shown.push(spot)
      return spot
    },
    end: () => {
      shown.sort((one, other) => one.depth - other.depth)
    },
  }
}

/** Below everything that stands; between, the depth is the place from north to south. */
export const DEPTH = { ground: -3e6, mark: -2e6, shadow: -1e6, label: 1e6, dusk: 2e6, speech: 3e6 } as const
