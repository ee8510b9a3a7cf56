// npm passes a signal to the shell that runs its script, and the shell does not pass it on: without this,
// processes that `npm start` has started would outlive a terminated npm.
import { readFileSync } from 'node:fs'

const LOOK_INTERVAL_MS = 250

/** Calls `ended` once, when the npm that runs this process has ended, however it did. Without npm, never. */
export function whenNpmEnds(ended) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  // npm itself, where its shell has replaced itself by us.
  const grandparent = isShell(parent) ? parentOf(parent) : undefined
  const looking = setInterval(() => {
    // An orphan gets another parent.
    if (process.ppid === parent && (grandparent === undefined || parentOf(parent) === grandparent)) return
    clearInterval(looking)
    ended()
  }, LOOK_INTERVAL_MS)
  looking.unref()
}

/** Linux only; on macOS, sh replaces itself by the command. */
const isShell = pid => read(`/proc/${pid}/cmdline`).split('\0')[1] === '-c'
const parentOf = pid => {
  const stat = read(`/proc/${pid}/stat`)
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The process has ended, or this is not Linux.
    return ''
  }
}
