import { expect, test } from 'vitest'
import type { Picture } from '../art/picture.js'
import { createTerrain } from '../art/terrain.js'
import { pixelOf } from './camera.js'
import { drawMarks } from './draw-marks.js'
import { createDrawing, type FrameInput } from './drawing.js'

const terrain = createTerrain(
  { id: 'meadow', name: 'Meadow', art: 'maps/meadow', width: 20, height: 20, cells: [], portals: [] },
  [],
)
const none = new Map<string, never>()
const frame: FrameInput = {
  state: { self: null, characters: none, monsters: none, drops: none, pets: none },
  terrain,
  camera: { x: 0, y: 0, zoom: 1 },
  stage: { width: 100, height: 100 },
  nowMs: 0,
  effects: { damage: [], speech: none, struckMs: none },
  targetId: null,
  party: new Set(),
  goal: null,
  isCalm: false,
  artOf: () => '',
}

/** The columns of cells that a ring is drawn in. Pictures are not painted, which takes a browser. */
function ringedColumns(input: Partial<FrameInput>): number[] {
  const picture = { width: 1, height: 1, anchorX: 0.5, anchorY: 0.5 } as Picture
  const drawing = { ...createDrawing(), art: () => picture }
  for (const [id, x] of [
    ['Mira', 5],
    ['Taro', 8],
    ['Meadow Slime', 11],
    ['Stranger', 14],
  ] as const)
    drawing.glideOf(id, { x, y: 4 })
  drawing.spots.begin()
  drawMarks(drawing, { ...frame, ...input })
  const columns = Array.from({ length: 20 }, (_, x) => pixelOf({ x, y: 4 }, terrain.map.height).x)
  return drawing.spots.inOrder.map(({ x }) => columns.indexOf(x))
}

test('a ring marks each member of the party in view, and nobody else', () => {
  expect(ringedColumns({ party: new Set(['Taro', 'Mira', 'Far away']) })).toEqual([8, 5])
  expect(ringedColumns({ party: new Set() })).toEqual([])
})

test('a ring marks the target and where a walk leads', () => {
  expect(ringedColumns({ targetId: 'Meadow Slime', goal: { x: 2, y: 4 } })).toEqual([2, 11])
})
