import type { Appearance } from '@waystone/live-client'
import { bubblePicture } from '../art/paint-label.js'
import { characterPicture } from '../art/paint-character.js'
import { monsterPicture } from '../art/paint-monster.js'
import { dropPicture, shadowPicture } from '../art/paint-props.js'
import type { Picture } from '../art/picture.js'
import { pixelOf, type Point } from './camera.js'
import type { Drawing, DrawPart, FrameInput } from './drawing.js'
import type { Target } from './hit-test.js'
import { DEPTH } from './spots.js'

const NAME = { self: '#ffe9a8', other: '#ffffff', monster: '#ffd0c4', pet: '#c8f5d0', drop: '#fff3b0' } as const
const HP = { monster: '#ff7a66', character: '#6fdc8c' } as const
const SMALL = 11
const SHAKE_MS = 200

export const drawMonsters: DrawPart = (drawing, input) => {
  const { spots, art, label, bar } = drawing
  for (const { id, name, level, hp, maxHp, position } of input.state.monsters.values()) {
    const picture = art(`monster:${name}`, () => monsterPicture(name))
    const head = stand(drawing, input, { id, position, picture, kind: 'monster' })
    spots.add(label(`${name} ${level}`, NAME.monster, SMALL), head.x, head.y - 2, { depth: DEPTH.label })
    if (hp < maxHp) spots.add(bar(hp, maxHp, HP.monster), head.x, head.y + 9, { depth: DEPTH.label })
  }
}

export const drawCharacters: DrawPart = (drawing, input) => {
  const { spots, art, label, labels, bar } = drawing
  const { state, effects, artOf } = input
  for (const { id, name, class: kind, appearance, hp, maxHp, position } of state.characters.values()) {
    const isSelf = id === state.self?.id
    const picture = art(lookKey(kind, appearance), () => characterPicture(artOf(kind), appearance))
    const head = stand(drawing, input, { id, position, picture, kind: 'character', alpha: hp > 0 ? 1 : 0.4 })
    spots.add(label(name, isSelf ? NAME.self : NAME.other), head.x, head.y - 4, { depth: DEPTH.label + 1 })
    if (isSelf || hp < maxHp) spots.add(bar(hp, maxHp, HP.character), head.x, head.y + 8, { depth: DEPTH.label })
    const said = effects.speech.get(id)
    if (said === undefined) continue
    const bubble = labels(`say:${said.text}`, () => bubblePicture(said.text))
    spots.add(bubble, head.x, head.y - 12, { depth: DEPTH.speech })
  }
}

export const drawPets: DrawPart = (drawing, input) => {
  const { spots, art, label } = drawing
  for (const { id, name, position } of input.state.pets.values()) {
    const picture = art(`monster:${name}`, () => monsterPicture(name))
    const head = stand(drawing, input, { id, position, picture, kind: 'pet', scale: 0.7 })
    spots.add(label(name, NAME.pet, SMALL), head.x, head.y - 2, { depth: DEPTH.label })
  }
}

export const drawDrops: DrawPart = ({ spots, art, label, targets }, { state, terrain, nowMs, isCalm }) => {
  for (const { id, name, position } of state.drops.values()) {
    const at = pixelOf(position, terrain.map.height)
    targets.set(id, { kind: 'drop', id, ...position })
    const float = isCalm ? 0 : Math.sin(nowMs / 300 + position.x) * 2
    const picture = art(`drop:${name}`, () => dropPicture(name))
    spots.add(picture, at.x, at.y + 8 + float, { depth: at.y - 8 })
    spots.add(label(name, NAME.drop, SMALL), at.x, at.y - 22, { depth: DEPTH.label })
  }
}

interface Standing {
  readonly id: string
  /** Where it is told to be; a glide shows it on its way there. */
  readonly position: Point
  readonly picture: Picture
  readonly kind: Target['kind']
  readonly alpha?: number
  readonly scale?: number
}

/** Draws one entity with its shadow. @returns where its head is, in pixels of the map */
function stand(drawing: Drawing, input: FrameInput, standing: Standing): Point {
  const { state, nowMs, terrain, isCalm, effects } = input
  const { id, position, picture, kind, alpha = 1, scale = 1 } = standing
  const glide = drawing.glideOf(id, position)
  // The own character glides by its prediction: scene.ts.
  if (id !== state.self?.id) {
    glide.aim(position, nowMs)
    glide.advance(nowMs)
  }
  const at = pixelOf(glide, terrain.map.height)
  drawing.targets.set(id, { kind, id, x: glide.x, y: glide.y })
  const shadow = drawing.art('shadow', shadowPicture)
  drawing.spots.add(shadow, at.x, at.y + 10, { depth: DEPTH.shadow, alpha: 0.8 * alpha, scale })
  const hop = isCalm || !glide.isMoving ? 0 : Math.abs(Math.sin(nowMs / 75)) * 4
  const struckMs = effects.struckMs.get(id)
  const shake = isCalm || struckMs === undefined || nowMs - struckMs > SHAKE_MS ? 0 : Math.sin(nowMs / 18) * 3
  const isFlipped = glide.facing < 0
  drawing.spots.add(picture, at.x + shake, at.y + 12 - hop, { depth: at.y, alpha, scale, isFlipped })
  return { x: at.x, y: at.y + 12 - picture.height * picture.anchorY * scale }
}

const lookKey = (characterClass: string, { hairStyle, hairColor, clothColor }: Appearance): string =>
  `look:${characterClass}:${hairStyle}:${hairColor}:${clothColor}`
