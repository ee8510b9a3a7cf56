/** Clients that work until they are stopped. */
export interface WorkingClients {
  /** Rejects when a client found no answer at all. */
  readonly failed: Promise<never>
  /** Lets every client bring its operations to an answer. */
  stop(): Promise<void>
}

export function startClients(work: (isStopping: () => boolean) => readonly Promise<void>[]): WorkingClients {
  let stopping = false
  const working = Promise.all(work(() => stopping))
  const failed = working.then(() => new Promise<never>(() => {}))
  // The rejection is handled where `failed` is awaited; until then it must not count as unhandled.
  failed.catch(() => undefined)
  return {
    failed,
    stop: async () => {
      stopping = true
      await working
    },
  }
}
