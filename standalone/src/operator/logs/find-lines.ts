import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { LogLine } from '@waystone/kit/log-line'
import { logLine } from '@waystone/kit/log-line'

/** More than a person reads, and little enough for memory. */
export const LINES_MAX = 10_000

/** A field of a line and the value that is looked for. */
export interface Wanted {
  readonly field: 'requestId' | 'traceId' | 'userHash'
  readonly value: string
}

export interface Found {
  /** Oldest first; of one moment, in the order in which they were read. */
  readonly lines: readonly LogLine[]
  /** True when there are more than LINES_MAX. */
  readonly hasMore: boolean
}

/** The `.log` files of a directory, or the file itself; `-` is standard input. @throws Error when there is none. */
export function logFiles(given: string): readonly string[] {
  if (given === '-') return ['-']
  if (!existsSync(given)) throw new Error(`Expected a log file or a directory of them, got ${given}: there is none`)
  if (!statSync(given).isDirectory()) return [given]
  const names = readdirSync(given).filter(name => name.endsWith('.log'))
  if (names.length === 0) throw new Error(`The directory ${given} has no file *.log`)
  return names.toSorted().map(name => path.join(given, name))
}

/** Reads logs once and keeps the lines that are wanted, of whatever process. */
export async function findLines(files: readonly string[], wanted: Wanted): Promise<Found> {
  const found: LogLine[] = []
  let hasMore = false
  for (const file of files) {
    const input: Readable = file === '-' ? process.stdin : createReadStream(file)
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      const line = lineOf(text, wanted)
      if (line === null) continue
      if (found.length < LINES_MAX) found.push(line)
      else hasMore = true
    }
  }
  return { lines: found.toSorted((one, other) => one.time - other.time), hasMore }
}

/** Collectors such as `docker compose logs` write the name of the container in front of a line. */
function lineOf(text: string, { field, value }: Wanted): LogLine | null {
  if (!text.includes(value)) return null
  const start = text.indexOf('{')
  if (start === -1) return null
  const parsed = logLine.safeParse(parseJson(text.slice(start)))
  return parsed.success && parsed.data[field] === value ? parsed.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Something else was printed, or a process was killed as it wrote.
    return undefined
  }
}
