import { SingleBar } from 'cli-progress'
import type { Progress } from './rebuild-all.js'

/** Without a terminal, a line each tenth. */
const LINES = 10

/** A bar on a terminal, a line now and then elsewhere. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines(stream)
}

function bar(stream: NodeJS.WriteStream): Progress {
  const format = '{bar} {percentage} % | {value}/{total} users | {eta_formatted} left'
  const shown = new SingleBar({ format, stream, etaBuffer: 1_000 })
  return {
    start: ({ users, total }) => shown.start(total, users),
    // Users who came meanwhile are more than were counted.
    update: users => {
      if (users > shown.getTotal()) shown.setTotal(users)
      shown.update(users)
    },
    stop: () => shown.stop(),
  }
}

function lines(stream: NodeJS.WriteStream): Progress {
  let total = 0
  let printed = 0
  return {
    start: of => {
      total = of.total
      printed = Math.floor((of.users / Math.max(total, 1)) * LINES)
    },
    update: users => {
      const tenth = Math.floor((users / Math.max(total, 1)) * LINES)
      if (tenth === printed) return
      printed = tenth
      stream.write(`${users} of ${total} users\n`)
    },
    stop: () => {},
  }
}
