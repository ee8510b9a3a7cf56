/**
 * Runs `work` one at a time. A call while it runs waits for the run after it, which all such calls share: each
 * resolves, or rejects, with a run that began after the call.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const run = async (): Promise<void> => {
    next = undefined
    running = work()
    try {
      await running
    } finally {
      running = undefined
    }
  }
  return () => {
    if (running === undefined && next === undefined) {
      // Started within the call, so that no second one starts beside it.
      return run()
    }
    next ??= (running ?? Promise.resolve()).then(run, run)
    return next
  }
}
