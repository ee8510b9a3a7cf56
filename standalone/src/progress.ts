/** Tells the person at the terminal what goes on; logs are for machines, this is not a log. */
export interface Progress {
  /** Runs one step, saying so when it ends, and at once when it takes long. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>
  say(text: string): void
}

/** Steps shorter than this are told only when they are done. */
const QUIET_MS = 1_000

export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return {
    step: async (title, work) => {
      const started = performance.now()
      const slow = setTimeout(() => stream.write(`  … ${title}\n`), QUIET_MS)
      try {
        const result = await work()
        stream.write(`  ✓ ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
        return result
      } catch (error) {
        stream.write(`  ✗ ${title}\n`)
        throw error
      } finally {
        clearTimeout(slow)
      }
    },
    say: text => {
      stream.write(`${text}\n`)
    },
  }
}
