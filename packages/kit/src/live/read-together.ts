import DataLoader from 'dataloader'

/** Keys of one statement. */
const BATCH_MAX = 1_000

/**
 * Lets subscriptions that look at the same time share one statement: all of them, when the bells ring for
 * catching up. Nothing is remembered from one look to the next. `read` answers in the order of the keys.
 */
export function readTogether<Key, Value>(
  read: (keys: readonly Key[]) => Promise<readonly Value[]>,
): (key: Key) => Promise<Value> {
  const loader = new DataLoader<Key, Value>(read, { cache: false, maxBatchSize: BATCH_MAX })
  return key => loader.load(key)
}
