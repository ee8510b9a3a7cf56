import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { StartError } from '@waystone/kit/errors'
import * as z from 'zod'

/** The content that a file asks to publish, and its id; without an id it is new. */
export interface ContentFile {
  readonly id: string | null
  readonly content: unknown
}

/**
 * Reads a JSON file, or standard input for "-": the content itself, or `{"id": …, "<kind>": …}` with the id of
 * what it is the next version of.
 * @throws StartError saying what is wrong with the file
 */
export async function readContentFile(file: string, key: string): Promise<ContentFile> {
  const given = parseJson(file, await readText(file))
  if (!(key in given)) return { id: null, content: given }
  const { [key]: content, ...others }: Readonly<Record<string, unknown>> = { ...given }
  const named = z.strictObject({ id: z.string().optional() }).safeParse(others)
  if (!named.success) throw new StartError(`${file} is not {"id": "…", "${key}": …}:\n${z.prettifyError(named.error)}`)
  return { id: named.data.id ?? null, content }
}

async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parseJson(file: string, json: string): object {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch (error) {
    throw new StartError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  throw new StartError(`${file} must hold a JSON object`)
}
