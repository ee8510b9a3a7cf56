import { ringPicture } from '../art/paint-props.js'
import { DAMAGE_MS } from '../effects.js'
import { pixelOf, type Point } from './camera.js'
import type { DrawPart } from './drawing.js'
import { DEPTH } from './spots.js'

const RING = { goal: '#ffffffc0', self: '#ffd76a', party: '#7fd0ff', target: '#ff6b70' } as const
const DAMAGE = { dealt: '#fff2a8', taken: '#ff8a8f', miss: '#d5d1e4', gain: '#9cf0b4' } as const
const DAMAGE_SIZE = 19

/** Rings on the ground: the party, the own character, its target, and where a walk leads. */
export const drawMarks: DrawPart = ({ spots, art, glides }, { terrain, state, targetId, goal, party }) => {
  const ring = (place: Point | null | undefined, color: string) => {
    if (place === null || place === undefined) return
    const at = pixelOf(place, terrain.map.height)
    spots.add(
      art(`ring:${color}`, () => ringPicture(color)),
      at.x,
      at.y + 10,
      { depth: DEPTH.mark + 1 },
    )
  }
  ring(goal, RING.goal)
  for (const id of party) ring(glides.get(id), RING.party)
  ring(state.self && glides.get(state.self.id), RING.self)
  ring(targetId === null ? null : glides.get(targetId), RING.target)
}

/** Numbers rise and fade; where the player asks for less motion they only fade. */
export const drawDamage: DrawPart = ({ spots, label }, { effects, terrain, nowMs, isCalm }) => {
  for (const { at, text, tone, begunMs } of effects.damage) {
    const share = Math.min(1, (nowMs - begunMs) / DAMAGE_MS)
    const place = pixelOf(at, terrain.map.height)
    const rise = isCalm ? 40 : 30 + share * 34
    const picture = label(text, DAMAGE[tone], DAMAGE_SIZE)
    spots.add(picture, place.x, place.y - rise, { depth: DEPTH.label + 2, alpha: 1 - share ** 3 })
  }
}
