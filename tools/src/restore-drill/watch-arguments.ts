import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const INTERVAL_MS = 50

/**
 * Does some work, and meanwhile looks at the arguments and environments of all processes but this one, as other
 * accounts of a machine can.
 * @returns the commands in which the secret was seen.
 */
export async function whoShows(secret: string, work: () => Promise<unknown>): Promise<readonly string[]> {
  const seen = new Set<string>()
  const watching = new AbortController()
  const ended = work().finally(() => watching.abort())
  while (!watching.signal.aborted) {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)) {
      const [command, environment] = [textOf(`/proc/${pid}/cmdline`), textOf(`/proc/${pid}/environ`)]
      if (command.includes(secret) || environment.includes(secret))
        seen.add(command.split('\0').join(' ').replaceAll(secret, '…'))
    }
    await Promise.race([ended, delay(INTERVAL_MS)])
  }
  await ended
  return [...seen]
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The process has ended meanwhile.
    return ''
  }
}
