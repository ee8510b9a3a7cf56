import { SingleBar } from 'cli-progress'

/** Shows how far long work has come. */
export interface Progress {
  start(of: { done: number; total: number }): void
  update(done: number): void
  stop(): void
}

/** Without a terminal, a line each tenth. */
const LINES = 10

/**
 * A bar on a terminal, a line now and then elsewhere.
 * @param noun of what is counted, such as users
 */
export function terminalProgress(stream: NodeJS.WriteStream, noun: string): Progress {
  return stream.isTTY ? bar(stream, noun) : lines(stream, noun)
}

function bar(stream: NodeJS.WriteStream, noun: string): Progress {
  const format = `{bar} {percentage} % | {value}/{total} ${noun} | {eta_formatted} left`
  const shown = new SingleBar({ format, stream, etaBuffer: 1_000 })
  return {
    start: ({ done, total }) => shown.start(total, done),
    // There is more to do than at first where rows were added meanwhile.
    update: done => {
      if (done > shown.getTotal()) shown.setTotal(done)
      shown.update(done)
    },
    stop: () => shown.stop(),
  }
}

function lines(stream: NodeJS.WriteStream, noun: string): Progress {
  let total = 0
  let printed = 0
  return {
    start: of => {
      total = of.total
      printed = Math.floor((of.done / Math.max(total, 1)) * LINES)
    },
    update: done => {
      const tenth = Math.floor((done / Math.max(total, 1)) * LINES)
      if (tenth === printed) return
      printed = tenth
      stream.write(`${done} of ${total} ${noun}\n`)
    },
    stop: () => {},
  }
}
