import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** Of one service. */
const INSTANCES_MAX = 1_000

/** The URLs of each service that the file lists. */
export type InstancesFile = Readonly<Record<string, readonly string[]>>

const shape = z.record(
  z.string().min(1),
  z
    .array(z.url({ protocol: /^(dns\+http|https?)$/ }))
    .min(1)
    .max(INSTANCES_MAX),
)

/**
 * Reads a list of instances: JSON, service → URLs as the settings `<SERVICE>_URLS` take them, `{ "users":
 * ["http://10.0.0.7:4001"] }`.
 * @throws Error that says what was expected and what is there instead.
 */
export function readInstancesFile(path: string): InstancesFile {
  const result = shape.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (result.success) return result.data
  throw new Error(`expected a JSON object of service names and lists of URLs: ${z.prettifyError(result.error)}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`expected JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
