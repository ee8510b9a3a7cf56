import type { LocalResults } from '../graphql/subscribe-operation.js'
import { WrittenResult } from '../graphql/written-result.js'
import type { WrittenBatch } from './written-batch.js'

const END = Buffer.from('}')

interface WrittenPeer {
  /** Sends a message of text. */
  send(message: Buffer): Promise<void>
  readonly batch: WrittenBatch
}

/**
 * The results of a subscription without those that a subgraph has written itself: they go to the peer as they
 * are. Those for a gateway's client go in batches, which only a gateway has asked for. The next result is
 * read when the peer's machine has taken them, as with all others.
 *
 * A gateway that understands written results says so with `writtenResults: true` in connection_init, and is
 * acknowledged in the same way: it may then send the client's operation as `extensions.verbatim`.
 */
export function sendWritten(
  results: LocalResults,
  { id, connection }: { readonly id: string; readonly connection: WrittenPeer },
): LocalResults {
  const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
  const next: LocalResults['next'] = async () => {
    for (;;) {
      const result = await results.next()
      if (result.done === true || !(result.value instanceof WrittenResult)) return result
      const { isVerbatim, parts } = result.value
      await (isVerbatim
        ? connection.batch.add(id, result.value)
        : connection.send(Buffer.concat([head, ...parts, END])))
    }
  }
  const { forward: _forward, ...iterator } = results
  const rest: LocalResults = { ...iterator, next, [Symbol.asyncIterator]: () => rest }
  return rest
}
