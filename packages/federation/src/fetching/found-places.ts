import type { Shared } from './merge.js'
import { follow, type Path, type Places } from './positions.js'

/** Fetches that begin together often work on the same objects: these are looked for once, until something is merged. */
export class FoundPlaces {
  readonly #known = new Map<string, { from: Places; merges: number; places: Places }>()

  /** @param to.key the path as a text. */
  follow(from: Places, to: { path: Path; key: string }, shared: Shared): Places {
    const known = this.#known.get(to.key)
    if (known !== undefined && known.from === from && known.merges === shared.merges) return known.places
    const places = follow(from, to.path, shared)
    this.#known.set(to.key, { from, merges: shared.merges, places })
    return places
  }
}
