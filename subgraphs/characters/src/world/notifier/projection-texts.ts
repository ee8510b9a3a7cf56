import type { MapTick } from './map-tick.js'
import { MapTexts } from './map-texts.js'
import { fill, type Projection, type Template } from './projection.js'
import type { Profile } from './seen-character.js'
import type { BodyWriter, ViewBody } from './view-bodies.js'

const NONE = -1

/** The fields of an update in which viewers differ. */
export type Envelope = Pick<ViewBody, 'sequence' | 'snapshot' | 'acknowledged'>

export interface ProjectionParts {
  readonly writer: BodyWriter
  readonly profiles: ReadonlyMap<string, Profile>
  /** Texts by map. Projections that share the map take turns with it: each makes its texts anew. */
  readonly maps: Map<MapTick, MapTexts>
}

/** A part of an envelope: where its text is in the slab, or the field whose value takes its place. */
type EnvelopePart = { readonly start: number; readonly end: number } | keyof Envelope

/** A projection, and what the current tick's changes are as its text. */
export class ProjectionTexts {
  readonly projection: Projection
  /** How many watch with it. */
  viewers = 0
  #tick = NONE
  #head: readonly EnvelopePart[] = []
  #tail: readonly EnvelopePart[] = []
  readonly #parts: ProjectionParts

  constructor(projection: Projection, parts: ProjectionParts) {
    this.projection = projection
    this.#parts = parts
  }

  begin(tick: number, at: number): void {
    if (this.#tick === tick) return
    this.#tick = tick
    const { slab } = this.#parts.writer
    const partOf = (part: Template[number]): EnvelopePart => {
      if (typeof part !== 'string') return part.path[0] as keyof Envelope
      const start = slab.position
      slab.write(part)
      return { start, end: slab.position }
    }
    this.#head = fill(this.projection.head, { tick, at }).map(partOf)
    this.#tail = fill(this.projection.tail, { tick, at }).map(partOf)
  }

  of(mapTick: MapTick): MapTexts {
    const { maps } = this.#parts
    let texts = maps.get(mapTick)
    if (texts === undefined) maps.set(mapTick, (texts = new MapTexts(mapTick, this.#parts)))
    texts.begin(this.projection)
    return texts
  }

  /** Of a map that the loop has let go of. */
  forget(mapTick: MapTick): void {
    this.#parts.maps.delete(mapTick)
  }

  writeHead(envelope: Envelope): void {
    this.#write(this.#head, envelope)
  }

  writeTail(envelope: Envelope): void {
    this.#write(this.#tail, envelope)
  }

  #write(parts: readonly EnvelopePart[], envelope: Envelope): void {
    const { slab } = this.#parts.writer
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] as EnvelopePart
      if (typeof part === 'object') {
        slab.copy(part.start, part.end)
        continue
      }
      const value = envelope[part]
      if (typeof value === 'number' && value >= 0) slab.digits(value)
      else slab.write(String(value))
    }
  }
}
