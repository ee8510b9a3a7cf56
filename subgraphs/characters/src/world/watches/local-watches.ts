import type { LiveCharacter, TickReport } from '../loop/messages.js'
import type { WorldLoop } from '../loop/world-loop.js'
import type { IdleCharacters } from '../ownership/idle-characters.js'
import type { GainWriter } from '../persistence/gain-writer.js'
import type { Watch, WatchRequest, WatchSink, WatchSource } from './watch-source.js'

interface Watched {
  readonly characterId: string
  readonly sink: WatchSink
  /** Looks whether the character has changed; null for a view, which the loop itself tells of. */
  readonly look: (() => void) | null
}

/** Watches of characters on the maps of this process. They are lost with the loop. */
export function createLocalWatches({
  idle,
  loop,
  writer,
}: {
  idle: Pick<IdleCharacters, 'watched'>
  loop: WorldLoop
  writer: Pick<GainWriter, 'settled'>
}): WatchSource {
  const watched = new Map<string, Set<Watched>>()
  const lose = (characterId: string, move: Parameters<WatchSink['lost']>[0]) => {
    // Those of this moment: a sink may at once watch anew, and is not to lose that watch, too.
    for (const { sink } of Array.from(watched.get(characterId) ?? [])) sink.lost(move)
  }
  const add = (one: Watched): (() => void) => {
    const ofCharacter = watched.get(one.characterId) ?? new Set()
    watched.set(one.characterId, ofCharacter.add(one))
    const unwatched = idle.watched(one.characterId)
    return () => {
      if (!ofCharacter.has(one)) return
      unwatched()
      ofCharacter.delete(one)
      if (ofCharacter.size === 0 && watched.get(one.characterId) === ofCharacter) watched.delete(one.characterId)
    }
  }
  const afterTick = ({ changed, departed, left, released }: TickReport) => {
    for (const { characterId } of changed) for (const { look } of watched.get(characterId) ?? []) look?.()
    for (const { character } of left) for (const { look } of watched.get(character.characterId) ?? []) look?.()
    // Of these, no view is to be told any more that its own character is gone.
    for (const { character, fromMapId, toMapId } of departed) lose(character.characterId, { fromMapId, toMapId })
    for (const { characterIds } of released) for (const characterId of characterIds) lose(characterId, null)
  }
  loop.onTick(afterTick, () => {
    for (const characterId of watched.keys()) lose(characterId, null)
  })

  const watchView = (request: Extract<WatchRequest, { kind: 'view' }>, sink: WatchSink): Watch => {
    const { kind: _kind, ...options } = request
    const { characterId } = options
    const viewer = loop.watch(options, { take: body => sink.take(body), end: () => {} })
    const forget = add({ characterId, sink, look: null })
    return {
      resync: () => viewer.resync(),
      stop: () => {
        forget()
        viewer.stop()
      },
    }
  }
  const watchChanges = (characterId: string, sink: WatchSink): Watch => {
    let known = stateOf(loop.live.character(characterId))
    const look = () => {
      const state = stateOf(loop.live.character(characterId))
      if (state === known) return
      known = state
      // Of a character that has left, the database has the state: once it is saved.
      if (state === '') void writer.settled().then(() => sink.ring())
      else sink.ring()
    }
    return { resync: () => {}, stop: add({ characterId, sink, look }) }
  }
  return {
    watch: (request, sink) =>
      request.kind === 'view' ? watchView(request, sink) : watchChanges(request.characterId, sink),
  }
}

const stateOf = (character: LiveCharacter | undefined): string => {
  if (character === undefined) return ''
  const { appearance, experience, hp, level, mapId, target } = character
  return JSON.stringify([appearance, experience, hp, level, mapId, target])
}
