import type { MapTick } from './map-tick.js'
import { MapTexts } from './map-texts.js'
import { fill, render, type Projection, type Template } from './projection.js'
import type { Profile } from './seen-character.js'
import type { BodyWriter } from './view-bodies.js'

const NONE = -1

/** The fields of an update in which viewers differ. */
export interface Envelope {
  sequence: number
  snapshot: boolean
  acknowledged: number | null
}

export interface ProjectionParts {
  readonly writer: BodyWriter
  readonly profiles: ReadonlyMap<string, Profile>
  /** Texts by map. Projections that share the map take turns with it: each makes its texts anew. */
  readonly maps: Map<MapTick, MapTexts>
}

/** A projection, and what the current tick's changes are as its text. */
export class ProjectionTexts {
  readonly projection: Projection
  /** How many watch with it. */
  viewers = 0
  #tick = NONE
  #head: Template = []
  #tail: Template = []
  readonly #parts: ProjectionParts

  constructor(projection: Projection, parts: ProjectionParts) {
    this.projection = projection
    this.#parts = parts
  }

  begin(tick: number, at: number): void {
    if (this.#tick === tick) return
    this.#tick = tick
    this.#head = fill(this.projection.head, { tick, at })
    this.#tail = fill(this.projection.tail, { tick, at })
  }

  of(mapTick: MapTick): MapTexts {
    const { maps } = this.#parts
    let texts = maps.get(mapTick)
    if (texts === undefined) maps.set(mapTick, (texts = new MapTexts(mapTick, this.#parts)))
    texts.begin(this.projection)
    return texts
  }

  writeHead(envelope: Envelope): void {
    this.#parts.writer.slab.write(render(this.#head, envelope) ?? '')
  }

  writeTail(envelope: Envelope): void {
    this.#parts.writer.slab.write(render(this.#tail, envelope) ?? '')
  }
}
