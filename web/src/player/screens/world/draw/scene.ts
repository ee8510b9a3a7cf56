import type { Appearance, Cell, WorldViewState } from '@waystone/live-client'
import { CHUNK, groundPicture } from '../art/paint-ground.js'
import { barPicture, bubblePicture, textPicture } from '../art/paint-label.js'
import { characterPicture } from '../art/paint-character.js'
import { monsterPicture } from '../art/paint-monster.js'
import { dropPicture, duskPicture, portalPicture, ringPicture, shadowPicture, treePicture } from '../art/paint-props.js'
import { createGallery, type Picture } from '../art/picture.js'
import type { Terrain } from '../art/terrain.js'
import { themeOf } from '../art/themes.js'
import { DAMAGE_MS, type Effects } from '../play/effects.js'
import { pixelOf, TILE, type Camera, type Point, type Size } from './camera.js'
import { createGlide, type Glide } from './glide.js'
import type { Target } from './hit-test.js'
import { createSpots, DEPTH, type Spot } from './spots.js'
import { variation } from './variation.js'

/** What a frame shows. */
export interface FrameInput {
  readonly state: WorldViewState
  readonly terrain: Terrain
  readonly camera: Camera
  readonly stage: Size
  readonly nowMs: number
  readonly effects: Effects
  /** The monster that is attacked or followed. */
  readonly targetId: string | null
  /** Where a walk leads. */
  readonly goal: Cell | null
  /** Whether the player asks for less motion. */
  readonly isCalm: boolean
  readonly artOf: (characterClass: string) => string
}

export interface Scene {
  /** Where the own character is shown; null while it is not in the world. */
  self(input: Pick<FrameInput, 'state' | 'nowMs'>): Point | null
  draw(input: FrameInput): readonly Spot[]
  /** What can be clicked, where the last frame has shown it. */
  readonly targets: Iterable<Target>
}

/** The world tells of each tick of 40 ms where the own character is: the next one comes soon after. */
const SELF_MS = 55
const NAME = { self: '#ffe9a8', other: '#ffffff', monster: '#ffd0c4', pet: '#c8f5d0', drop: '#fff3b0' } as const
const DAMAGE_COLOR = { dealt: '#fff2a8', taken: '#ff8a8f', miss: '#d5d1e4', gain: '#9cf0b4' } as const
/** Trees are two cells high, so those south of the view reach into it. */
const MARGIN = 2

export function createScene(): Scene {
  const spots = createSpots()
  const glides = new Map<string, Glide>()
  const targets = new Map<string, Target>()
  const ground = createGallery(96)
  const art = createGallery(240)
  const labels = createGallery(600)
  let groundOf: Terrain | null = null
  let grounds = 0

  const glideOf = (id: string, place: Point): Glide => {
    const known = glides.get(id)
    if (known !== undefined) return known
    const made = createGlide(place)
    glides.set(id, made)
    return made
  }
  const self: Scene['self'] = ({ state, nowMs }) => {
    if (state.self === null) return null
    const { id, position, next, progress } = state.self
    const place =
      next === null
        ? position
        : { x: position.x + (next.x - position.x) * progress, y: position.y + (next.y - position.y) * progress }
    const glide = glideOf(id, place)
    glide.aim(place, nowMs, SELF_MS)
    glide.advance(nowMs)
    return glide
  }
  const label = (text: string, color: string, size?: number): Picture =>
    labels(`${color}${size ?? ''}:${text}`, () => textPicture(text, { color, ...(size !== undefined && { size }) }))
  const bar = (hp: number, maxHp: number, color: string): Picture => {
    const steps = Math.ceil((Math.max(0, hp) / Math.max(1, maxHp)) * 30)
    return labels(`bar:${color}:${steps}`, () => barPicture(steps / 30, color))
  }
  /** One entity with its shadow; returns where its head is. */
  const stand = (
    input: FrameInput,
    entity: { id: string; position: Point; picture: Picture; kind: Target['kind']; alpha?: number; scale?: number },
  ): Point => {
    const { state, nowMs, terrain, isCalm, effects } = input
    const { id, position, picture, kind, alpha = 1, scale = 1 } = entity
    const glide = glideOf(id, position)
    if (id !== state.self?.id) {
      glide.aim(position, nowMs)
      glide.advance(nowMs)
    }
    const at = pixelOf(glide, terrain.map.height)
    targets.set(id, { kind, id, x: glide.x, y: glide.y })
    spots.add(art('shadow', shadowPicture), at.x, at.y + 10, { depth: DEPTH.shadow, alpha: 0.8 * alpha, scale })
    const hop = isCalm || !glide.isMoving ? 0 : Math.abs(Math.sin(nowMs / 75)) * 4
    const struck = effects.struckMs.get(id)
    const shake = isCalm || struck === undefined || nowMs - struck > 200 ? 0 : Math.sin(nowMs / 18) * 3
    spots.add(picture, at.x + shake, at.y + 12 - hop, { depth: at.y, alpha, scale, isFlipped: glide.facing < 0 })
    return { x: at.x, y: at.y + 12 - picture.height * picture.anchorY * scale }
  }

  const drawGround = ({ terrain, camera, stage }: FrameInput) => {
    if (groundOf !== terrain) {
      groundOf = terrain
      grounds++
    }
    const { map } = terrain
    const shown = cellsInView(camera, stage)
    const lastX = Math.ceil(map.width / CHUNK) - 1
    const lastY = Math.ceil(map.height / CHUNK) - 1
    for (
      let y = Math.max(0, Math.floor(shown.top / CHUNK));
      y <= Math.min(lastY, Math.floor(shown.bottom / CHUNK));
      y++
    )
      for (
        let x = Math.max(0, Math.floor(shown.left / CHUNK));
        x <= Math.min(lastX, Math.floor(shown.right / CHUNK));
        x++
      ) {
        const picture = ground(`${grounds}:${x}:${y}`, () => groundPicture(terrain, x, y))
        spots.add(picture, x * CHUNK * TILE, y * CHUNK * TILE, { depth: DEPTH.ground })
      }
  }
  const drawTrees = ({ terrain, camera, stage }: FrameInput) => {
    const { map } = terrain
    const { leaves } = themeOf(map.art)
    const shown = cellsInView(camera, stage)
    for (let row = Math.max(0, shown.top - MARGIN); row <= Math.min(map.height - 1, shown.bottom + MARGIN); row++)
      for (let x = Math.max(0, shown.left - MARGIN); x <= Math.min(map.width - 1, shown.right + MARGIN); x++) {
        const y = map.height - 1 - row
        if (terrain.cellAt(x, y) !== 'tree') continue
        const shape = Math.floor(variation(x, y, 3) * 3)
        const at = pixelOf({ x, y }, map.height)
        const picture = art(`tree:${leaves}:${shape}`, () => treePicture(leaves, shape))
        const byX = (variation(x, y, 4) - 0.5) * 12
        spots.add(picture, at.x + byX, at.y + 16, { depth: at.y + 4, scale: 0.85 + variation(x, y, 5) * 0.3 })
      }
  }
  const drawPortals = ({ terrain, nowMs, isCalm }: FrameInput) => {
    for (const { at, to } of terrain.map.portals) {
      const place = pixelOf(at, terrain.map.height)
      const pulse = isCalm ? 1 : 1 + Math.sin(nowMs / 420 + at.x + at.y) * 0.08
      spots.add(art('portal', portalPicture), place.x, place.y, { depth: DEPTH.mark, scale: pulse })
      spots.add(label(to.name, '#dccfff', 12), place.x, place.y - 34, { depth: DEPTH.label })
    }
  }
  const drawMarks = ({ terrain, state, targetId, goal }: FrameInput) => {
    const ring = (place: Point, color: string) => {
      const at = pixelOf(place, terrain.map.height)
      spots.add(
        art(`ring:${color}`, () => ringPicture(color)),
        at.x,
        at.y + 10,
        { depth: DEPTH.mark + 1 },
      )
    }
    if (goal !== null) ring(goal, '#ffffffc0')
    const own = state.self && glides.get(state.self.id)
    if (own) ring(own, '#ffd76a')
    const target = targetId === null ? undefined : glides.get(targetId)
    if (target !== undefined) ring(target, '#ff6b70')
  }
  const drawMonsters = (input: FrameInput) => {
    for (const { id, name, level, hp, maxHp, position } of input.state.monsters.values()) {
      const picture = art(`monster:${name}`, () => monsterPicture(name))
      const head = stand(input, { id, position, picture, kind: 'monster' })
      spots.add(label(`${name} ${level}`, NAME.monster, 11), head.x, head.y - 2, {
        depth: DEPTH.label,
        alpha: hp < maxHp || id === input.targetId ? 1 : 0.8,
      })
      if (hp < maxHp) spots.add(bar(hp, maxHp, '#ff7a66'), head.x, head.y + 9, { depth: DEPTH.label })
    }
  }
  const drawCharacters = (input: FrameInput) => {
    const { state, effects, artOf } = input
    for (const { id, name, class: kind, appearance, hp, maxHp, position } of state.characters.values()) {
      const isSelf = id === state.self?.id
      const picture = art(lookKey(kind, appearance), () => characterPicture(artOf(kind), appearance))
      const head = stand(input, { id, position, picture, kind: 'character', alpha: hp > 0 ? 1 : 0.4 })
      spots.add(label(name, isSelf ? NAME.self : NAME.other), head.x, head.y - 4, { depth: DEPTH.label + 1 })
      if (isSelf || hp < maxHp) spots.add(bar(hp, maxHp, '#6fdc8c'), head.x, head.y + 8, { depth: DEPTH.label })
      const said = effects.speech.get(id)
      if (said !== undefined)
        spots.add(
          labels(`say:${said.text}`, () => bubblePicture(said.text)),
          head.x,
          head.y - 12,
          { depth: DEPTH.speech },
        )
    }
  }
  const drawPets = (input: FrameInput) => {
    for (const { id, name, position } of input.state.pets.values()) {
      const picture = art(`monster:${name}`, () => monsterPicture(name))
      const head = stand(input, { id, position, picture, kind: 'pet', scale: 0.7 })
      spots.add(label(name, NAME.pet, 11), head.x, head.y - 2, { depth: DEPTH.label })
    }
  }
  const drawDrops = ({ state, terrain, nowMs, isCalm }: FrameInput) => {
    for (const { id, name, position } of state.drops.values()) {
      const at = pixelOf(position, terrain.map.height)
      targets.set(id, { kind: 'drop', id, ...position })
      const float = isCalm ? 0 : Math.sin(nowMs / 300 + position.x) * 2
      spots.add(
        art(`drop:${name}`, () => dropPicture(name)),
        at.x,
        at.y + 8 + float,
        { depth: at.y - 8 },
      )
      spots.add(label(name, NAME.drop, 11), at.x, at.y - 22, { depth: DEPTH.label })
    }
  }
  const drawDamage = ({ effects, terrain, nowMs, isCalm }: FrameInput) => {
    for (const { at, text, tone, begunMs } of effects.damage) {
      const share = Math.min(1, (nowMs - begunMs) / DAMAGE_MS)
      const place = pixelOf(at, terrain.map.height)
      const rise = isCalm ? 40 : 30 + share * 34
      spots.add(label(text, DAMAGE_COLOR[tone], 19), place.x, place.y - rise, {
        depth: DEPTH.label + 2,
        alpha: 1 - share ** 3,
      })
    }
  }
  const drawDusk = ({ terrain, camera, stage }: FrameInput) => {
    const { dusk } = themeOf(terrain.map.art)
    const picture = art(`dusk:${dusk.color}`, () => duskPicture(dusk))
    const spot = spots.add(picture, camera.x, camera.y, { depth: DEPTH.dusk })
    spot.scaleX = (stage.width / camera.zoom / picture.width) * 1.02
    spot.scaleY = (stage.height / camera.zoom / picture.height) * 1.02
  }
  const forget = ({ characters, monsters, pets }: WorldViewState) => {
    for (const id of glides.keys()) if (!characters.has(id) && !monsters.has(id) && !pets.has(id)) glides.delete(id)
  }
  const parts = [
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
  return {
    self,
    targets: { [Symbol.iterator]: () => targets.values() },
    draw: input => {
      targets.clear()
      forget(input.state)
      spots.begin()
      for (const part of parts) part(input)
      spots.end()
      return spots.inOrder
    },
  }
}

const lookKey = (characterClass: string, { hairStyle, hairColor, clothColor }: Appearance): string =>
  `look:${characterClass}:${hairStyle}:${hairColor}:${clothColor}`

/** Columns and rows from the north-west corner that the stage shows. */
const cellsInView = ({ x, y, zoom }: Camera, { width, height }: Size) => ({
  left: Math.floor((x - width / zoom / 2) / TILE),
  right: Math.floor((x + width / zoom / 2) / TILE),
  top: Math.floor((y - height / zoom / 2) / TILE),
  bottom: Math.floor((y + height / zoom / 2) / TILE),
})
