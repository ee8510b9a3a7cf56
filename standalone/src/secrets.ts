import { randomBytes } from 'node:crypto'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'

const secret = z.string().min(32)
const secrets = z.object({ betterAuth: secret, internal: secret })

/** What signs and encrypts on this machine. Made once and kept beside the data it protects. */
export type Secrets = z.infer<typeof secrets>

const newSecret = (): string => randomBytes(32).toString('base64url')

/** @returns null when the value does not hold the secrets of a data directory. */
export const parseSecrets = (value: unknown): Secrets | null => secrets.safeParse(value).data ?? null

/** Reads the secrets of a data directory, which exists, or makes them, for the owner's eyes only. */
export async function keepSecrets(directory: string): Promise<Secrets> {
  const file = path.join(directory, 'secrets.json')
  const kept = await readFile(file, 'utf8').catch(() => null)
  if (kept !== null) return secrets.parse(JSON.parse(kept))
  const made: Secrets = { betterAuth: newSecret(), internal: newSecret() }
  // Written beside and moved: a start that is killed here leaves none or a whole one.
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
  return made
}
