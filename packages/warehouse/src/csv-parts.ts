import { open } from 'node:fs/promises'
import path from 'node:path'

/** Of a part: DuckDB reads it with two threads while the next one is written. */
const PART_BYTES = 32 * 1024 * 1024
const WRITE_BYTES = 1024 * 1024
const NEWLINE = 0x0a

/**
 * Writes CSV to files that end with a whole row, and hands over each as soon as it is complete. Rows have no
 * newline within: facts hold no free text (tables.ts). A reader that is slow holds up the connection, so
 * memory stays bounded.
 */
export async function* csvParts(csv: AsyncIterable<Buffer>, directory: string): AsyncGenerator<string> {
  let part = new Part(directory, 0)
  for await (const chunk of csv) {
    if (part.bytes < PART_BYTES) {
      await part.add(chunk)
      continue
    }
    const end = chunk.indexOf(NEWLINE) + 1
    await part.add(chunk.subarray(0, end === 0 ? chunk.length : end))
    if (end === 0) continue
    yield await part.close()
    part = new Part(directory, part.number + 1)
    await part.add(chunk.subarray(end))
  }
  if (part.bytes > 0) yield await part.close()
}

class Part {
  readonly number: number
  bytes = 0
  readonly #file: string
  readonly #waiting: Buffer[] = []
  #waitingBytes = 0
  #handle: Awaited<ReturnType<typeof open>> | null = null

  constructor(directory: string, number: number) {
    this.number = number
    this.#file = path.join(directory, `part-${number}.csv`)
  }

  async add(chunk: Buffer): Promise<void> {
    if (chunk.length === 0) return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    this.bytes += chunk.length
    if (this.#waitingBytes >= WRITE_BYTES) await this.#flush()
  }

  async close(): Promise<string> {
    await this.#flush()
    await this.#handle?.close()
    return this.#file
  }

  async #flush(): Promise<void> {
    this.#handle ??= await open(this.#file, 'w')
    await this.#handle.writev(this.#waiting.splice(0))
    this.#waitingBytes = 0
  }
}
