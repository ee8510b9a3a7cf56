import type { Cell, WorldViewState } from '@waystone/live-client'
import { barPicture, textPicture } from '../art/paint-label.js'
import { createGallery, type Picture } from '../art/picture.js'
import type { Terrain } from '../art/terrain.js'
import type { Effects } from '../effects.js'
import type { Camera, Point, Size } from './camera.js'
import { createGlide, type Glide } from './glide.js'
import type { Target } from './hit-test.js'
import { createSpots, type Spots } from './spots.js'

/** Entities of the map; `self` is null in a replay. */
export type DrawnState = Pick<WorldViewState, 'self' | 'characters' | 'monsters' | 'drops' | 'pets'>

/** Everything that one frame shows. */
export interface FrameInput {
  readonly state: DrawnState
  readonly terrain: Terrain
  readonly camera: Camera
  readonly stage: Size
  readonly nowMs: number
  readonly effects: Pick<Effects, 'damage' | 'speech' | 'struckMs'>
  /** The monster that is attacked or followed. */
  readonly targetId: string | null
  /** Characters of the player's party. */
  readonly party: ReadonlySet<string>
  /** Where a walk leads. */
  readonly goal: Cell | null
  /** True where the player asks for less motion. */
  readonly isCalm: boolean
  /** The key of a class's picture. */
  readonly artOf: (characterClass: string) => string
}

/** Pictures and places that are kept from frame to frame. */
export interface Drawing {
  readonly spots: Spots
  readonly glides: Map<string, Glide>
  /** Entities that can be clicked, where this frame shows them. */
  readonly targets: Map<string, Target>
  readonly ground: ReturnType<typeof createGallery>
  readonly art: ReturnType<typeof createGallery>
  readonly labels: ReturnType<typeof createGallery>
  glideOf(id: string, place: Point): Glide
  label(text: string, color: string, size?: number): Picture
  /** Hit points over a head. */
  bar(hp: number, maxHp: number, color: string): Picture
}

/** One part of a frame. */
export type DrawPart = (drawing: Drawing, input: FrameInput) => void

const GROUND_MAX = 96
const ART_MAX = 240
const LABELS_MAX = 600
const BAR_STEPS = 30

export function createDrawing(): Drawing {
  const glides = new Map<string, Glide>()
  const labels = createGallery(LABELS_MAX)
  return {
    spots: createSpots(),
    glides,
    targets: new Map(),
    ground: createGallery(GROUND_MAX),
    art: createGallery(ART_MAX),
    labels,
    glideOf: (id, place) => {
      const known = glides.get(id)
      if (known !== undefined) return known
      const made = createGlide(place)
      glides.set(id, made)
      return made
    },
    label: (text, color, size = 13) => labels(`${color}${size}:${text}`, () => textPicture(text, { color, size })),
    bar: (hp, maxHp, color) => {
      const steps = Math.ceil((Math.max(0, hp) / Math.max(1, maxHp)) * BAR_STEPS)
      return labels(`bar:${color}:${steps}`, () => barPicture(steps / BAR_STEPS, color))
    },
  }
}
