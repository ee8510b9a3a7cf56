import type { Change } from '../simulation/outcome.js'
import { tileOf } from '../simulation/tile-index.js'
import type { Profile } from './seen-character.js'
import { seesTile, type ViewRectangle } from './view-rectangle.js'

/** A profile as viewers keep it. */
export interface KnownProfile extends Profile {
  readonly blocked: ReadonlySet<string>
}

interface Word {
  /** Of the change. */
  readonly number: number
  readonly speakerId: string
  /** Undefined for a speaker that is not introduced. */
  readonly speaker: KnownProfile | undefined
  readonly tileX: number
  readonly tileY: number
}

/** The words of one map and tick, and the viewers who are not told them. */
export class HeardWords {
  /** Numbers of the changes that the viewer who was asked about last is not told. */
  readonly hidden: number[] = []
  readonly #profiles: ReadonlyMap<string, KnownProfile>
  #words: Word[] = []

  constructor(profiles: ReadonlyMap<string, KnownProfile>) {
    this.#profiles = profiles
  }

  clear(): void {
    if (this.#words.length > 0) this.#words = []
  }

  add(number: number, { characterId, x, y }: Extract<Change, { type: 'characterSaid' }>): void {
    const speaker = this.#profiles.get(characterId)
    this.#words.push({ number, speakerId: characterId, speaker, tileX: tileOf(x), tileY: tileOf(y) })
  }

  /**
   * Notes in `hidden` the words in a view that its viewer is not told: those of a user whom the viewer's has
   * blocked, or who has blocked the viewer's. Words of and to a character that is not introduced are hidden: whether
   * there is a block is not known.
   * @returns whether there are any
   */
  hideFrom(characterId: string, view: ViewRectangle): boolean {
    this.hidden.length = 0
    if (this.#words.length === 0) return false
    const viewer = this.#profiles.get(characterId)
    for (const { number, speaker, speakerId, tileX, tileY } of this.#words) {
      if (speakerId === characterId || !seesTile(view, tileX, tileY)) continue
      if (viewer !== undefined && speaker !== undefined && !isBlockBetween(viewer, speaker)) continue
      this.hidden.push(number)
    }
    return this.hidden.length > 0
  }
}

const isBlockBetween = (one: KnownProfile, other: KnownProfile): boolean =>
  one.blocked.has(other.ownerId) || other.blocked.has(one.ownerId)
