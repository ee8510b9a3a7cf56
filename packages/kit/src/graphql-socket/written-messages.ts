import type { LocalResults } from '../graphql/subscribe-operation.js'
import { WrittenResult } from '../graphql/written-result.js'
import type { SocketConnection } from './protocol.js'

const END = Buffer.from('}')

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
  { id, connection }: { readonly id: string; readonly connection: Pick<SocketConnection, 'send' | 'batch'> },
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
  const rest: LocalResults = { ...results, next, [Symbol.asyncIterator]: () => rest }
  return rest
}
