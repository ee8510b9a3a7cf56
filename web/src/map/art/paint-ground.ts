import { TILE } from '../draw/camera.js'
import { variation } from '../draw/variation.js'
import { paintPicture, type Picture } from './picture.js'
import { box, ellipse, line } from './shapes.js'
import { themeOf, type Theme } from './themes.js'
import type { CellName, Terrain } from './terrain.js'

type Context = CanvasRenderingContext2D

/** Cells of a side of the squares in which the ground is painted. */
export const CHUNK = 8
/** The height of a wall's front, which covers the south of its cell. */
const FACE = 22

interface Cell {
  readonly context: Context
  readonly terrain: Terrain
  readonly theme: Theme
  /** Of the cell on the map. */
  readonly x: number
  readonly y: number
  /** Of its north-west corner in the picture. */
  readonly left: number
  readonly top: number
}

/** The ground of a square of cells; `x` and `y` count squares from the map's north-west corner. */
export function groundPicture(terrain: Terrain, x: number, y: number): Picture {
  const { map } = terrain
  const side = CHUNK * TILE
  return paintPicture({ width: side, height: side, anchorX: 0, anchorY: 0 }, context => {
    const theme = themeOf(map.art)
    // One cell around it as well: what is painted over the edges of cells reaches into the next square.
    const cells = Array.from({ length: (CHUNK + 2) ** 2 }, (_, index): Cell => {
      const [column, row] = [(index % (CHUNK + 2)) - 1, Math.floor(index / (CHUNK + 2)) - 1]
      return {
        context,
        terrain,
        theme,
        x: x * CHUNK + column,
        y: map.height - 1 - (y * CHUNK + row),
        left: column * TILE,
        top: row * TILE,
      }
    })
    for (const cell of cells) paintBase(cell)
    for (const cell of cells) paintBlotches(cell)
    for (const cell of cells) paintEdges(cell)
    for (const cell of cells) paintDetails(cell)
    for (const cell of cells) paintWall(cell)
  })
}

const under = (name: CellName): CellName => (name === 'tree' ? 'grass' : name === 'wall' ? 'ground' : name)

const colorOf = (theme: Theme, name: CellName): string => theme[under(name) as 'grass' | 'ground' | 'road' | 'water']

function paintBase({ context, terrain, theme, x, y, left, top }: Cell): void {
  context.fillStyle = colorOf(theme, terrain.cellAt(x, y))
  context.fillRect(left, top, TILE + 0.5, TILE + 0.5)
  // Broad patches over several cells, and a faint difference from cell to cell.
  const patch = variation(x >> 2, y >> 2, 7) * 0.4 + variation(x, y) * 0.6 - 0.5
  context.fillStyle = patch > 0 ? `rgb(255 255 255 / ${patch * 0.07})` : `rgb(0 0 0 / ${-patch * 0.08})`
  context.fillRect(left, top, TILE + 0.5, TILE + 0.5)
}

/** Soft light and dark spots over the edges of cells, so that the grid is felt and not seen. */
function paintBlotches({ context, x, y, left, top }: Cell): void {
  for (let spot = 0; spot < 2; spot++) {
    const size = TILE * (0.8 + variation(x, y, 100 + spot) * 1.1)
    const at = { x: left + variation(x, y, 102 + spot) * TILE, y: top + variation(x, y, 104 + spot) * TILE }
    const light = variation(x, y, 106 + spot) > 0.5 ? '255 250 220' : '20 20 30'
    const gradient = context.createRadialGradient(at.x, at.y, 0, at.x, at.y, size / 2)
    gradient.addColorStop(0, `rgb(${light} / 0.09)`)
    gradient.addColorStop(1, `rgb(${light} / 0)`)
    ellipse(context, { ...at, width: size, height: size, fill: gradient })
  }
}

/** Where two kinds of ground meet, grass grows into the other, and water has a shore. */
function paintEdges({ context, terrain, theme, x, y, left, top }: Cell): void {
  const own = under(terrain.cellAt(x, y))
  for (const [byX, byY] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    const other = under(terrain.cellAt(x + byX, y + byY))
    if (other === own) continue
    if (own === 'water') paintShore(context, { left, top, byX, byY })
    else if (other === 'grass')
      for (let tuft = 0; tuft < 6; tuft++) {
        const along = ((tuft + variation(x, y, tuft + byX * 3 + byY * 5 + 20)) / 6) * TILE
        const size = 7 + variation(y, x, tuft) * 7
        const at = {
          x: left + (byX === 0 ? along : byX > 0 ? TILE : 0),
          y: top + (byY === 0 ? along : byY > 0 ? 0 : TILE),
        }
        ellipse(context, { ...at, width: size, height: size * 0.8, fill: theme.grass })
      }
  }
}

function paintShore(
  context: Context,
  { left, top, byX, byY }: { left: number; top: number; byX: number; byY: number },
): void {
  for (const [width, fill] of [
    [11, '#ffffff26'],
    [5, '#f1e4b84d'],
  ] as const) {
    context.fillStyle = fill
    if (byX !== 0) context.fillRect(byX > 0 ? left + TILE - width : left, top, width, TILE)
    else context.fillRect(left, byY > 0 ? top : top + TILE - width, TILE, width)
  }
}

function paintDetails(cell: Cell): void {
  const { context, terrain, x, y, left, top } = cell
  const chance = (salt: number) => variation(x, y, salt)
  const name = terrain.cellAt(x, y)
  const at = (salt: number) => ({
    x: left + 6 + chance(salt) * (TILE - 12),
    y: top + 6 + chance(salt + 1) * (TILE - 12),
  })
  if (name === 'grass' || name === 'tree') {
    for (let blade = 0; blade < 3; blade++) {
      const { x: bladeX, y: bladeY } = at(30 + blade * 2)
      const stroke = blade === 0 ? '#ffffff2e' : '#0b2a0b2e'
      line(
        context,
        [
          [bladeX - 3, bladeY - 5],
          [bladeX, bladeY],
          [bladeX + 3, bladeY - 6],
        ],
        { stroke, width: 1.5 },
      )
    }
    if (chance(40) > 0.9) {
      const fill = ['#f7e36b', '#f2f2ff', '#e58fb1'][Math.floor(chance(41) * 3)] ?? '#f7e36b'
      ellipse(context, { ...at(42), width: 5, height: 5, fill })
    }
  } else if (name === 'water') {
    const { x: waveX, y: waveY } = at(50)
    line(
      context,
      [
        [waveX - 8, waveY],
        [waveX - 3, waveY - 2],
        [waveX + 3, waveY],
        [waveX + 8, waveY - 2],
      ],
      { stroke: '#ffffff3d', width: 1.6 },
    )
  } else if (name === 'road' || name === 'ground') {
    for (let stone = 0; stone < 3; stone++)
      if (chance(60 + stone) > 0.45) {
        const size = 3 + chance(64 + stone) * 6
        ellipse(context, {
          ...at(66 + stone * 2),
          width: size * 1.4,
          height: size,
          fill: stone === 0 ? '#ffffff2b' : '#00000018',
        })
      }
  }
}

/** Walls are blocks: a top, a front where the south of it is free, and a shadow on the ground to the east and south. */
function paintWall(cell: Cell): void {
  const { context, terrain, theme, x, y, left, top } = cell
  const isWall = (byX: number, byY: number) => terrain.cellAt(x + byX, y + byY) === 'wall'
  if (!isWall(0, 0)) {
    if (isWall(-1, 0)) shade(context, { left, top, width: 12, height: TILE, to: 'east' })
    if (isWall(0, 1)) shade(context, { left, top, width: TILE, height: 16, to: 'south' })
    return
  }
  context.fillStyle = theme.wallTop
  context.fillRect(left, top, TILE + 0.5, TILE + 0.5)
  const row = variation(x, y, 80)
  context.fillStyle = `rgb(0 0 0 / ${0.03 + row * 0.07})`
  context.fillRect(left, top, TILE, TILE)
  for (let tile = 0; tile < 3; tile++)
    line(
      context,
      [
        [left + 1, top + 10 + tile * 15],
        [left + TILE - 1, top + 10 + tile * 15],
      ],
      { stroke: '#0000001f', width: 1.4 },
    )
  if (!isWall(0, 1)) box(context, { x: left, y: top, width: TILE, height: 4, fill: '#ffffff3a' })
  if (!isWall(-1, 0)) box(context, { x: left, y: top, width: 3, height: TILE, fill: '#ffffff24' })
  if (!isWall(1, 0)) box(context, { x: left + TILE - 3, y: top, width: 3, height: TILE, fill: '#00000030' })
  if (!isWall(0, -1)) paintFace(cell)
}

function paintFace({ context, theme, x, y, left, top }: Cell): void {
  const face = top + TILE - FACE
  box(context, { x: left, y: face, width: TILE + 0.5, height: FACE, fill: theme.wallFace })
  box(context, { x: left, y: face, width: TILE + 0.5, height: 3, fill: '#00000055' })
  for (let row = 0; row < 2; row++)
    for (let brick = 0; brick < 3; brick++) {
      const offset = row * 8 + (variation(x, y, 90 + row * 3 + brick) - 0.5) * 3
      box(context, {
        x: left + brick * 16 + offset - 4,
        y: face + 5 + row * 8,
        width: 13,
        height: 6,
        radius: 1.5,
        fill: brick % 2 ? '#ffffff1c' : '#0000001c',
      })
    }
}

function shade(
  context: Context,
  { left, top, width, height, to }: { left: number; top: number; width: number; height: number; to: 'east' | 'south' },
): void {
  const gradient = context.createLinearGradient(
    left,
    top,
    to === 'east' ? left + width : left,
    to === 'south' ? top + height : top,
  )
  gradient.addColorStop(0, '#0000004d')
  gradient.addColorStop(1, '#00000000')
  context.fillStyle = gradient
  context.fillRect(left, top, width, height)
}
