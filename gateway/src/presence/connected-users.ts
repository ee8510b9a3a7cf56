/** The changes of the users who are connected to this process, for reports that tell each change once. */
export interface ConnectedUsers {
  /** A connection of this user begins. @returns what ends it */
  connected(userId: string): () => void
  /** The changes that were not taken yet, up to so many; they count as taken. */
  takeChanges(limit: number): { readonly connected: readonly string[]; readonly disconnected: readonly string[] }
  /** Forgets what was taken: the next changes begin with all who are connected. */
  forgetTaken(): void
  /** Users who were taken as connected. */
  readonly takenCount: number
  readonly hasChanges: boolean
}

/**
 * Counts connections by user. A user whose last connection ends counts as connected for the grace: a page that is
 * loaded anew comes back within it, and nobody is told.
 */
export function createConnectedUsers(options: {
  graceMs: number
  onChange: () => void
}): ConnectedUsers & { endGraces(): void } {
  const { graceMs, onChange } = options
  const connections = new Map<string, number>()
  const graces = new Map<string, NodeJS.Timeout>()
  const taken = new Set<string>()
  /** Users who may have come or gone since they were taken. */
  const touched = new Set<string>()

  const touch = (userId: string) => {
    touched.add(userId)
    onChange()
  }
  const leave = (userId: string) => {
    clearTimeout(graces.get(userId))
    graces.delete(userId)
    connections.delete(userId)
    touch(userId)
  }
  const disconnect = (userId: string) => {
    const left = (connections.get(userId) ?? 1) - 1
    connections.set(userId, left)
    if (left > 0) return
    const timer = setTimeout(() => leave(userId), graceMs)
    timer.unref()
    graces.set(userId, timer)
  }
  return {
    connected: userId => {
      clearTimeout(graces.get(userId))
      graces.delete(userId)
      const before = connections.get(userId)
      connections.set(userId, (before ?? 0) + 1)
      if (before === undefined) touch(userId)
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        disconnect(userId)
      }
    },
    takeChanges: limit => {
      const changes: { connected: string[]; disconnected: string[] } = { connected: [], disconnected: [] }
      for (const userId of touched) {
        if (changes.connected.length + changes.disconnected.length >= limit) break
        touched.delete(userId)
        const isConnected = connections.has(userId)
        if (isConnected === taken.has(userId)) continue
        if (isConnected) taken.add(userId)
        else taken.delete(userId)
        changes[isConnected ? 'connected' : 'disconnected'].push(userId)
      }
      return changes
    },
    forgetTaken: () => {
      taken.clear()
      touched.clear()
      for (const userId of connections.keys()) touched.add(userId)
    },
    get takenCount() {
      return taken.size
    },
    get hasChanges() {
      return touched.size > 0
    },
    endGraces: () => {
      for (const userId of graces.keys()) leave(userId)
    },
  }
}
