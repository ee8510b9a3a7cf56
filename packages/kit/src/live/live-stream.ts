import type { Logger } from '../logger/index.js'
import type { Bell } from './bell.js'

/**
 * The items to send after a ring; `isMore` when they are only the first part, and the rest can be read at
 * once.
 */
export interface Reading<Item> {
  readonly items: readonly Item[]
  readonly isMore?: boolean
}

/**
 * A subscription: whenever the bell rings, `read` says what there is to tell. It reads on only when what it
 * read has been taken, so that a slow subscriber costs one reading and no queue. While the database cannot be
 * read it waits for the next ring.
 */
export function createLiveStream<Item>(options: {
  bell: Bell
  /** @param ids that came with the ring */
  read: (ids: readonly string[]) => Promise<Reading<Item>>
  logger: Logger
}): AsyncIterableIterator<Item> {
  const { bell, read, logger } = options
  const items = itemsOf({ bell, read, logger })
  const finish = async (): Promise<IteratorReturnResult<undefined>> => {
    // A generator that waits for its bell would answer only when it rings.
    bell.close()
    return { done: true, value: undefined }
  }
  const stream: AsyncIterableIterator<Item> = {
    next: () => items.next(),
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]: () => stream,
  }
  return stream
}

async function* itemsOf<Item>(options: Parameters<typeof createLiveStream<Item>>[0]): AsyncGenerator<Item, undefined> {
  const { bell, read, logger } = options
  let isMore = false
  while (true) {
    if (!isMore) await bell.rung()
    if (bell.isClosed) return undefined
    const ids = bell.hear()
    try {
      const reading = await read(ids)
      isMore = reading.isMore ?? false
      for (const item of reading.items) {
        if (bell.isClosed) return undefined
        yield item
      }
    } catch (error) {
      isMore = false
      logger.warn({ err: error }, 'a subscription cannot read what it is to tell; it tries again at the next ring')
    }
  }
}
