export interface PingedWorker {
  /** Resolves when its event loop has answered. Rejects when it does not answer in time, or has ended. */
  ping(options: { readonly timeoutMs: number }): Promise<unknown>
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>
}

/** Between two pings, which is also the longest time that the answer to one of them may take. */
export const PING_EVERY_MS = 10_000
/**
 * A worker hangs when so many pings in a row have no answer: 60 s. That is well above the longest stall of an event
 * loop that does its work, which is a few seconds: a collection of garbage, the planning of a large document, the
 * takeover of a large supergraph. Only a heap snapshot may take longer (docs/gateway.md).
 */
export const PINGS_UNANSWERED_MAX = 6

/**
 * Pings a worker until it ends. Pings are counted rather than time: after a pause of the primary itself, such as a
 * suspended machine, only the ping before it has no answer.
 * @param onHang called once, after which the worker is not pinged any more.
 */
export function watchForHang(worker: PingedWorker, onHang: () => void): void {
  let unanswered = 0
  const timer = setInterval(() => {
    if (unanswered === PINGS_UNANSWERED_MAX) {
      clearInterval(timer)
      return onHang()
    }
    unanswered++
    worker.ping({ timeoutMs: PING_EVERY_MS }).then(
      () => (unanswered = 0),
      // The ping stays counted.
      () => {},
    )
  }, PING_EVERY_MS)
  timer.unref()
  void worker.ended.then(() => clearInterval(timer))
}
