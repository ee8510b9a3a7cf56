/** Colours of a map. */
export interface Theme {
  readonly grass: string
  readonly ground: string
  readonly road: string
  readonly water: string
  readonly wallTop: string
  readonly wallFace: string
  /** Hue of leaves. */
  readonly leaves: number
  /** How dark the edges of the view are, and in which colour. */
  readonly dusk: { readonly color: string; readonly alpha: number }
}

const meadow: Theme = {
  grass: '#6fa257',
  ground: '#b9a27a',
  road: '#c9b084',
  water: '#3f86b8',
  wallTop: '#8d8378',
  wallFace: '#6a6058',
  leaves: 118,
  dusk: { color: '20 16 48', alpha: 0.34 },
}

/** By the key of the map's picture. */
const themes: Readonly<Record<string, Theme>> = {
  'maps/dawnhaven': { ...meadow, ground: '#c2b59b', wallTop: '#a65f4d', wallFace: '#d8c6a4' },
  'maps/greenway-fields': { ...meadow, grass: '#7aae58' },
  'maps/whispering-forest': {
    ...meadow,
    grass: '#4d7a4c',
    ground: '#7d6a4a',
    road: '#8f7a54',
    water: '#2f6a80',
    leaves: 150,
    dusk: { color: '8 22 28', alpha: 0.52 },
  },
  'maps/sunken-mines': {
    ...meadow,
    grass: '#4a5148',
    ground: '#5b5666',
    road: '#736b78',
    water: '#24566e',
    wallTop: '#35313f',
    wallFace: '#4a4456',
    dusk: { color: '4 3 12', alpha: 0.74 },
  },
}

export const themeOf = (art: string): Theme => themes[art] ?? meadow
