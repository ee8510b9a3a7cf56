/** Tells the person at the terminal what goes on and how long it took. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  process.stderr.write(`  … ${title}\n`)
  const result = await work()
  process.stderr.write(`  ✓ ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
  return result
}

export const say = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const BAR_WIDTH = 30
/** Without a terminal: a line for each tenth. */
const LINES = 10

/** How far something long has come: a bar in a terminal, a line now and then elsewhere. */
export function progressBar(what: string, total: number): { show(done: number): void; end(): void } {
  const started = performance.now()
  let lines = 0
  return {
    show: done => {
      const share = done / total
      const leftSeconds = ((performance.now() - started) / 1000 / share) * (1 - share)
      const text = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}, ${Math.round(leftSeconds)} s left`
      const filled = Math.round(share * BAR_WIDTH)
      if (process.stderr.isTTY) {
        process.stderr.write(`\r  [${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}] ${text}\u001b[K`)
      } else if (Math.floor(share * LINES) > lines) {
        lines = Math.floor(share * LINES)
        say(`    ${text}`)
      }
    },
    end: () => {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
    },
  }
}
