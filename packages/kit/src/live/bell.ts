/** The wake-up signal of one subscription. Rings before it is heard are merged into one: nothing piles up. */
export interface Bell {
  /** Resolves when it rings, at once if it has rung since it was heard last, and when it is closed. */
  rung(): Promise<void>
  /** Hears it: the ids that came with it, in their order, each once. */
  hear(): readonly string[]
  readonly isClosed: boolean
  close(): void
}

/** Ids that wait to be heard; of more, the oldest are given up. */
const IDS_MAX = 1_000

export interface RingableBell extends Bell {
  ring(id?: string): void
}

/** A bell that has rung once already, so that its follower starts with a read. */
export function createBell(onClose: () => void): RingableBell {
  const ids = new Set<string>()
  let hasRung = true
  let isClosed = false
  let wake: () => void = () => {}
  return {
    ring: id => {
      if (isClosed) return
      if (id !== undefined) ids.add(id)
      if (ids.size > IDS_MAX) for (const oldest of [...ids].slice(0, -IDS_MAX)) ids.delete(oldest)
      hasRung = true
      wake()
    },
    rung: () =>
      new Promise(resolve => {
        if (hasRung || isClosed) resolve()
        else wake = resolve
      }),
    hear: () => {
      hasRung = false
      const heard = [...ids]
      ids.clear()
      return heard
    },
    get isClosed() {
      return isClosed
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      wake()
      onClose()
    },
  }
}
