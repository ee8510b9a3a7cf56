import type { LocalResults } from '../graphql/subscribe-operation.js'

/**
 * A gateway that understands written results says so with `writtenResults: true` in connection_init, and is
 * acknowledged in the same way: it may then send the client's operation as `extensions.verbatim`.
 *
 * The results of a subscription without those that a subgraph has written itself: they go to the peer as they
 * are, in messages that say so with their first key. The next result is read when the peer's machine has
 * taken them, as with all others.
 */
export function sendWritten(
  results: LocalResults,
  { id, connection }: { readonly id: string; readonly connection: { send(message: Buffer): Promise<void> } },
): LocalResults {
  const middle = `"id":${JSON.stringify(id)},"type":"next","payload":`
  const verbatim = Buffer.from(`{"written":"verbatim",${middle}`)
  const other = Buffer.from(`{"written":"query",${middle}`)
  const end = Buffer.from('}')
  const next: LocalResults['next'] = async () => {
    for (;;) {
      const result = await results.next()
      const { written, isVerbatim } = result.done === true ? {} : result.value
      if (written === undefined) return result
      await connection.send(Buffer.concat([isVerbatim === true ? verbatim : other, written, end]))
    }
  }
  const rest: LocalResults = { ...results, next, [Symbol.asyncIterator]: () => rest }
  return rest
}
