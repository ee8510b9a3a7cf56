import type { ViewBody } from '../notifier/view-bodies.js'
import type { WatchOptions } from '../notifier/viewer.js'

/** Of what happens around a character, or, for `changes`, of the character's own state. */
export type WatchRequest = ViewRequest | { readonly kind: 'changes'; readonly characterId: string }

export interface ViewRequest extends WatchOptions {
  readonly kind: 'view'
  /** The map that the watcher has seen last, so that it is told of another one; null for none. */
  readonly lastMapId: string | null
}

/** A move of a character to a map that is not in the loop where it was watched. */
export interface Move {
  readonly fromMapId: string
  readonly toMapId: string
}

export interface WatchSink {
  /** Takes an update of a view. */
  take(body: ViewBody): void
  /** The character has changed, come into the world or left it; steps do not count. */
  ring(): void
  /** Nothing more comes from this source: the character has moved, or (null) its map is not there any more. */
  lost(move: Move | null): void
}

export interface Watch {
  /** After an update was not taken: the next one is a snapshot. */
  resync(): void
  stop(): void
}

/** A process that runs maps, as those that watch characters there see it. */
export interface WatchSource {
  watch(request: WatchRequest, sink: WatchSink): Watch
}
