import { statSync } from 'node:fs'

/** Looking at a file is slower than a notification, and right for renamed, linked and mounted files too. */
const WATCH_INTERVAL_MS = 250

/**
 * Reads a file, and again whenever it is another or has changed since.
 * @param read its error goes to the caller at the first time, and afterwards to `onFailure`.
 */
export function watchFile(path: string, read: () => void, onFailure: (error: unknown) => void): { close(): void } {
  // Taken before the file is read, so that a change during the read is noticed by the next check.
  let version = versionOf(path)
  read()
  const look = () => {
    const current = versionOf(path)
    if (current === version) return
    version = current
    try {
      read()
    } catch (error) {
      onFailure(error)
    }
  }
  const timer = setInterval(look, WATCH_INTERVAL_MS).unref()
  return { close: () => clearInterval(timer) }
}

function versionOf(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? 'missing' : `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs}`
}
