import type { Point } from './camera.js'
import { drawCharacters, drawDrops, drawMonsters, drawPets } from './draw-entities.js'
import { drawDusk, drawGround, drawPortals, drawTrees } from './draw-ground.js'
import { drawDamage, drawMarks } from './draw-marks.js'
import { createDrawing, type DrawnState, type DrawPart, type FrameInput } from './drawing.js'
import type { Target } from './hit-test.js'
import type { Spot } from './spots.js'

/** Makes the spots of each frame from the state of the world. */
export interface Scene {
  /** Where the own character is shown; null while it is not in the world. */
  self(input: Pick<FrameInput, 'state' | 'nowMs'>): Point | null
  draw(input: FrameInput): readonly Spot[]
  /** Entities that can be clicked, where the last frame has shown them. */
  readonly targets: Iterable<Target>
}

/** The prediction moves the own character with each tick of 40 ms: the next one comes soon after. */
const SELF_MS = 55

const PARTS: readonly DrawPart[] = [
  drawGround,
  drawPortals,
  drawMarks,
  drawTrees,
  drawDrops,
  drawPets,
  drawMonsters,
  drawCharacters,
  drawDamage,
  drawDusk,
]

export function createScene(): Scene {
  const drawing = createDrawing()
  const { glides, targets, spots } = drawing
  const forget = ({ characters, monsters, pets }: DrawnState) => {
    for (const id of glides.keys()) if (!characters.has(id) && !monsters.has(id) && !pets.has(id)) glides.delete(id)
  }
  return {
    targets: { [Symbol.iterator]: () => targets.values() },
    self: ({ state, nowMs }) => {
      if (state.self === null) return null
      const place = onTheWay(state.self)
      const glide = drawing.glideOf(state.self.id, place)
      glide.aim(place, nowMs, SELF_MS)
      glide.advance(nowMs)
      return glide
    },
    draw: input => {
      targets.clear()
      forget(input.state)
      spots.begin()
      for (const part of PARTS) part(drawing, input)
      spots.end()
      return spots.inOrder
    },
  }
}

const onTheWay = ({ position, next, progress }: NonNullable<DrawnState['self']>): Point =>
  next === null
    ? position
    : { x: position.x + (next.x - position.x) * progress, y: position.y + (next.y - position.y) * progress }
