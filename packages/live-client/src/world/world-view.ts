import type { LiveClient } from '../live-client.js'
import type { LiveError } from '../live-error.js'
import { createCommandChannel } from './command-channel.js'
import { createOwnCharacter } from './own-character.js'
import type {
  Cell,
  CommandOutcome,
  DropInView,
  MonsterInView,
  PetInView,
  WorldCommand,
  WorldUpdate,
} from './protocol.js'
import { createScene, type CharacterInView } from './scene.js'
import { openUpdateStream } from './update-stream.js'
import { createWorldFacts, type MapInView } from './world-facts.js'

export interface WorldViewOptions {
  readonly live: Pick<LiveClient, 'subscribe' | 'request'>
  /** One of the viewer's own characters. */
  readonly characterId: string
  /** At most one update in so many ticks of 40 ms, from 1 to 10; 1 by default. */
  readonly everyTicks?: number
}

/** The view as it is now: read it whenever a frame is drawn. */
export interface WorldViewState {
  /**
   * `joining` until the first snapshot, which comes once the character is in the world; `away` after it has left;
   * `ended` after `close` or an error.
   */
  readonly phase: 'joining' | 'here' | 'away' | 'ended'
  /** The newest tick that was told. */
  readonly tick: number
  /** The server's clock at that tick, in milliseconds since 1970. */
  readonly at: number
  /** Null until it is known. */
  readonly map: MapInView | null
  /** Null while the character is not in the world. */
  readonly self: SelfInView | null
  /** The player's own character among them, where the server has it. */
  readonly characters: ReadonlyMap<string, CharacterInView>
  readonly monsters: ReadonlyMap<string, MonsterInView>
  readonly drops: ReadonlyMap<string, DropInView>
  readonly pets: ReadonlyMap<string, PetInView>
}

/** The player's own character, where it is predicted to be. */
export interface SelfInView extends CharacterInView {
  /** The cell that it is on its way to; null while it stands. */
  readonly next: Cell | null
  /** Share of the step to `next` that is done, from 0 to below 1. */
  readonly progress: number
}

export type WorldViewEvent =
  /** An update of the server has changed the state. */
  | { readonly type: 'updated'; readonly update: WorldUpdate }
  /** The player's own character has come to another cell. */
  | { readonly type: 'moved'; readonly position: Cell }
  /** It was predicted to be elsewhere: a renderer lets it slide there. */
  | { readonly type: 'corrected'; readonly position: Cell }
  | { readonly type: 'mapKnown'; readonly map: MapInView }
  /** The server refuses for good: no update will come. */
  | { readonly type: 'failed'; readonly error: LiveError }

export interface WorldView {
  readonly state: WorldViewState
  /** @returns what ends it */
  subscribe(listener: (event: WorldViewEvent) => void): () => void
  /** Brings the character into the world. @throws LiveError as `LiveClient.request` */
  enter(): Promise<CommandOutcome>
  /** @throws LiveError as `LiveClient.request` */
  leave(): Promise<CommandOutcome>
  /**
   * Sends a command; those of one turn of the event loop go in one request. A walk is predicted at once.
   * @throws LiveError as `LiveClient.request`
   */
  send(command: WorldCommand): Promise<CommandOutcome>
  /** Ends the subscription; the character stays in the world, and the live client open. */
  close(): void
}

/** Keeps the state of what is near a character, sends its commands, and predicts where it walks. */
export function createWorldView(options: WorldViewOptions): WorldView {
  const { live, characterId, everyTicks = 1 } = options
  const scene = createScene()
  const channel = createCommandChannel(live, characterId)
  const listeners = new Set<(event: WorldViewEvent) => void>()
  const tell = (event: WorldViewEvent) => {
    for (const listener of listeners) listener(event)
  }
  const own = createOwnCharacter({
    characterId,
    facts: createWorldFacts(live),
    onMotion: (type, position) => tell({ type, position }),
    onMap: map => tell({ type: 'mapKnown', map }),
  })
  let phase: WorldViewState['phase'] = 'joining'
  let newest: Pick<WorldUpdate, 'tick' | 'at'> = { tick: 0, at: 0 }
  let sequence = 0

  const stream = openUpdateStream({
    live,
    characterId,
    everyTicks,
    take: update => {
      newest = update
      // Numbers of a client that was here before go on.
      sequence = Math.max(sequence, update.acknowledged ?? 0)
      scene.apply(update)
      own.take(update)
      phase = scene.characters.has(characterId) ? 'here' : 'away'
      tell({ type: 'updated', update })
    },
    end: error => {
      end()
      tell({ type: 'failed', error })
    },
  })
  const end = () => {
    phase = 'ended'
    own.close()
  }
  const send = async (command: WorldCommand): Promise<CommandOutcome> => {
    const number = ++sequence
    own.sent(number, command)
    try {
      const outcome = await channel.send(number, command)
      own.answered(number, outcome.accepted)
      return outcome
    } catch (error) {
      own.answered(number, false)
      throw error
    }
  }
  return {
    state: stateOf({ scene, own, characterId, current: () => ({ phase, ...newest }) }),
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    enter: channel.enter,
    leave: channel.leave,
    send,
    close: () => {
      stream.close()
      end()
    },
  }
}

function stateOf({
  scene,
  own,
  characterId,
  current,
}: {
  scene: ReturnType<typeof createScene>
  own: ReturnType<typeof createOwnCharacter>
  characterId: string
  current: () => Pick<WorldViewState, 'phase' | 'tick' | 'at'>
}): WorldViewState {
  const { characters, monsters, drops, pets } = scene
  return {
    get phase() {
      return current().phase
    },
    get tick() {
      return current().tick
    },
    get at() {
      return current().at
    },
    get map() {
      return own.map
    },
    get self() {
      const self = characters.get(characterId)
      const { walker } = own
      if (self === undefined || walker === null) return null
      const { at: position, next, progress } = walker
      return { ...self, position, next, progress }
    },
    characters,
    monsters,
    drops,
    pets,
  }
}
