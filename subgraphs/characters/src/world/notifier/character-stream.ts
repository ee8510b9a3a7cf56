import type { Watch } from '../watches/watch-source.js'

/**
 * Rings at once, and then whenever a character has changed, come into the world or left it; steps do not
 * count. A reader that is slow hears of several changes once: it reads the current state anyway. The stream
 * ends with the world.
 */
export function createCharacterStream(
  watch: (to: { ring(): void; end(): void }) => Pick<Watch, 'stop'>,
  characterId: string,
): AsyncIterableIterator<string> {
  let hasRung = true
  let isOver = false
  let reader: ((result: IteratorResult<string>) => void) | undefined
  const over = { done: true, value: undefined } as const
  const answer = () => {
    if (reader === undefined || !(hasRung || isOver)) return
    const read = reader
    reader = undefined
    hasRung = false
    read(isOver ? over : { done: false, value: characterId })
  }
  const watching = watch({
    ring: () => {
      hasRung = true
      answer()
    },
    end: () => {
      isOver = true
      answer()
    },
  })
  const close = async (): Promise<IteratorReturnResult<undefined>> => {
    watching.stop()
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
