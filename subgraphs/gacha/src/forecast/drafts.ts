interface Asked {
  readonly hash: string
  readonly ending: AbortController
  callers: number
}

/** Open editors: the newest definition of each ends the computation of the one before it. */
export interface Drafts {
  /**
   * Asks for the newest definition of a draft. A caller that asks for the same definition again waits beside the first
   * one, and ends nothing.
   * @param ask joins what is computed before it returns; its signal is that of a newer definition
   */
  latest<Result>(
    draft: string,
    options: { hash: string; ask: (signal: AbortSignal) => Promise<Result> },
  ): Promise<Result>
}

export function createDrafts(): Drafts {
  const drafts = new Map<string, Asked>()
  return {
    latest: async (draft, { hash, ask }) => {
      const before = drafts.get(draft)
      const asked = before?.hash === hash ? before : { hash, ending: new AbortController(), callers: 0 }
      asked.callers++
      drafts.set(draft, asked)
      try {
        const answer = ask(asked.ending.signal)
        if (before !== asked) before?.ending.abort()
        return await answer
      } finally {
        asked.callers--
        if (asked.callers === 0 && drafts.get(draft) === asked) drafts.delete(draft)
      }
    },
  }
}
