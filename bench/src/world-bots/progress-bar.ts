const WIDTH = 30
/** Without a terminal: a line for each tenth. */
const LINES = 10

/** How far something has come: a bar on a terminal, a line now and then elsewhere. */
export interface ProgressBar {
  show(share: number, text: string): void
  say(text: string): void
  end(): void
}

export function createProgressBar(
  stream: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean } = process.stderr,
): ProgressBar {
  const isTerminal = stream.isTTY === true
  let lines = 0
  const clear = () => isTerminal && stream.write('\r\u001B[2K')
  return {
    show: (share, text) => {
      const filled = Math.round(Math.min(1, share) * WIDTH)
      if (isTerminal)
        return void stream.write(`\r\u001B[2K  [${'#'.repeat(filled)}${'-'.repeat(WIDTH - filled)}] ${text}`)
      if (Math.floor(share * LINES) <= lines) return
      lines = Math.floor(share * LINES)
      stream.write(`  ${text}\n`)
    },
    say: text => {
      clear()
      stream.write(`${text}\n`)
    },
    end: () => {
      clear()
      lines = 0
    },
  }
}
