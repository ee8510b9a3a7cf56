import type { LiveCharacter } from '../loop/messages.js'
import type { RunningWorld } from '../world.js'

/**
 * Rings at once, and then whenever a character has changed, come into the world or left it; steps do not
 * count. A reader that is slow hears of several changes once: it reads the current state anyway. The stream
 * ends with the loop.
 */
export function createCharacterStream(
  { loop, writer }: RunningWorld,
  characterId: string,
): AsyncIterableIterator<string> {
  let hasRung = true
  let isOver = false
  let reader: ((result: IteratorResult<string>) => void) | undefined
  let known = stateOf(loop.live.character(characterId))
  const over = { done: true, value: undefined } as const
  const answer = () => {
    if (reader === undefined || !(hasRung || isOver)) return
    const read = reader
    reader = undefined
    hasRung = false
    read(isOver ? over : { done: false, value: characterId })
  }
  const ring = () => {
    hasRung = true
    answer()
  }
  const stopListening = loop.onTick(
    () => {
      const state = stateOf(loop.live.character(characterId))
      if (state === known) return
      known = state
      // Of a character that has left, the database has the state: once it is saved.
      if (state === '') void writer.settled().then(ring)
      else ring()
    },
    () => {
      isOver = true
      answer()
    },
  )
  const close = async (): Promise<IteratorReturnResult<undefined>> => {
    stopListening()
    isOver = true
    answer()
    return over
  }
  const stream: AsyncIterableIterator<string> = {
    next: () =>
      new Promise(resolve => {
        reader = resolve
        answer()
      }),
    return: close,
    throw: close,
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}

const stateOf = (character: LiveCharacter | undefined): string => {
  if (character === undefined) return ''
  const { appearance, experience, hp, level, mapId, target } = character
  return JSON.stringify([appearance, experience, hp, level, mapId, target])
}
