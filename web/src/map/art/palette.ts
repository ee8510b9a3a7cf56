/** The client's palettes for `Appearance`: the number of a colour is its place here. */
export const HAIR_COLORS = [
  '#2b2226',
  '#4a2f22',
  '#7a4a2b',
  '#a8693a',
  '#d9a860',
  '#f1dc9a',
  '#b03a2e',
  '#e07a3e',
  '#8c8c96',
  '#e8e8ee',
  '#3d6fb5',
  '#3f9d8f',
  '#5a9a3c',
  '#8b55b8',
  '#d678a8',
  '#27304f',
] as const

export const CLOTH_COLORS = [
  '#4f6fae',
  '#2f8f83',
  '#4c9150',
  '#93a13a',
  '#c99a2e',
  '#d0743a',
  '#b94a3f',
  '#a83e66',
  '#8a4fa8',
  '#5d4fb3',
  '#3b3f63',
  '#6b5743',
  '#8d8f9a',
  '#dcd6c6',
  '#2d2b33',
  '#c3667f',
] as const

export const SKIN = '#e8b990'
export const HAIR_STYLES = 30
