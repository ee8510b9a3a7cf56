/** Tells the person at the terminal what is being done; logs are for machines, this is not a log. */
export interface Progress {
  /**
   * Runs one task and says when it has ended. On a terminal, one line shows it while it runs. Tasks run one
   * after the other.
   */
  step<T>(title: string, work: () => Promise<T>): Promise<T>
  say(text: string): void
}

const TICK_MS = 1_000
/** Back to the first column, and everything right of it erased. */
const CLEAR_LINE = '\r\u001B[2K'

/** One line a task: on a terminal rewritten every second while the task runs, elsewhere written when it has ended. */
export function terminalProgress(
  stream: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean } = process.stderr,
): Progress {
  const isTerminal = stream.isTTY === true
  let running: { readonly title: string; readonly started: number } | null = null
  const show = () => {
    if (isTerminal && running !== null)
      stream.write(`${CLEAR_LINE}  … ${running.title} (${secondsSince(running.started)} s so far)`)
  }
  /** A finished line takes the place of the one that is being rewritten, which follows it. */
  const say = (text: string) => {
    stream.write(`${isTerminal && running !== null ? CLEAR_LINE : ''}${text}\n`)
    show()
  }
  return {
    step: async (title, work) => {
      const started = performance.now()
      running = { title, started }
      show()
      const ticking = setInterval(show, TICK_MS)
      const end = (mark: string) => {
        clearInterval(ticking)
        if (isTerminal) stream.write(CLEAR_LINE)
        running = null
        say(`  ${mark} ${title} (${secondsSince(started)} s)`)
      }
      try {
        const result = await work()
        end('✓')
        return result
      } catch (error) {
        end('✗')
        throw error
      }
    },
    say,
  }
}

const secondsSince = (started: number): string => ((performance.now() - started) / 1000).toFixed(1)
