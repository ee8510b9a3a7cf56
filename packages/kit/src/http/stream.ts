import type { ServerResponse } from 'node:http'
import type { ResponseStream } from './route.js'

export const streamOf = (outgoing: ServerResponse): ResponseStream => ({
  write: chunk => {
    if (!outgoing.destroyed && !outgoing.writableEnded) outgoing.write(chunk)
  },
  get unsentBytes() {
    return outgoing.writableLength
  },
  onceDrained: listener => {
    outgoing.once('drain', listener)
  },
  onceClosed: listener => {
    // The client may have gone while its request was being looked at.
    if (outgoing.destroyed) queueMicrotask(listener)
    else outgoing.once('close', listener)
  },
  end: () => {
    outgoing.end()
  },
  destroy: () => {
    outgoing.destroy()
  },
})

/** Asks for a chunk when the one before has been taken, and for none any more when the client has gone. */
export async function streamChunks(outgoing: ServerResponse, chunks: AsyncIterable<string>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]()
  const gone = () => {
    void Promise.resolve(iterator.return?.()).catch(() => {
      // The client is gone, so an error has no receiver.
    })
  }
  outgoing.once('close', gone)
  for (;;) {
    const { done, value } = await iterator.next()
    if (done === true || outgoing.destroyed) break
    if (!outgoing.write(value)) await drainedOrClosed(outgoing)
  }
  outgoing.off('close', gone)
  outgoing.end()
}

const drainedOrClosed = (outgoing: ServerResponse): Promise<void> =>
  new Promise(resolve => {
    const done = () => {
      outgoing.off('drain', done)
      outgoing.off('close', done)
      resolve()
    }
    if (outgoing.destroyed) return resolve()
    outgoing.once('drain', done)
    outgoing.once('close', done)
  })
