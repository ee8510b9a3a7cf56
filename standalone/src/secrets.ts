import { createHmac, randomBytes } from 'node:crypto'
import { access, chmod, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { producers, type Producer } from '@waystone/events'
import { newSecretSchedule, secretsFileText } from '@waystone/kit/auth'
import { eventKeyPairOf } from '@waystone/kit/outbox'
import * as z from 'zod'

const secret = z.string().min(32)
/** Directories that an earlier version made have no root and no `seeds`. */
const kept = z.object({ betterAuth: secret, internal: secret, seeds: secret.optional(), root: secret.optional() })

/**
 * The secrets that sign and encrypt on this machine. Created once and kept beside the data that they protect.
 */
export type Secrets = z.infer<typeof kept> & { readonly root: string; readonly seeds: string }

const OWN_KEY_ID = 'data'

/** The secrets that services sign their calls with; `npx waystone keys` rotates them while the system runs. */
export const internalSecretsFile = (directory: string): string => path.join(directory, 'internal-secrets.json')

/**
 * Makes INTERNAL_SECRETS_FILE of a data directory where there is none; its first secret is the one from
 * before there was a file.
 */
export async function keepInternalSecrets(directory: string, { internal }: Secrets, now: Date): Promise<string> {
  const file = internalSecretsFile(directory)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) await replaceFile(file, secretsFileText(newSecretSchedule(internal, now)))
  return file
}

/** Secrets that commands beside the system need: those without which production makes no app of a subgraph. */
export const secretSettings = ({
  secrets,
  secretsFile,
  env,
}: {
  secrets: Secrets
  secretsFile: string
  env: Readonly<Record<string, string | undefined>>
}) => ({
  BETTER_AUTH_SECRET: secrets.betterAuth,
  SEED_ENCRYPTION_KEYS: seedEncryptionKeys(secrets, env['SEED_ENCRYPTION_KEYS']),
  WEB_PUSH_PRIVATE_KEY: webPushKey(secrets, env['WEB_PUSH_PRIVATE_KEY']),
  INTERNAL_SECRETS_FILE: secretsFile,
})

const newSecret = (): string => randomBytes(32).toString('base64url')

/** @returns null when the value does not hold the secrets of a data directory. */
export const parseSecrets = (value: unknown): z.infer<typeof kept> | null => kept.safeParse(value).data ?? null

/** Reads the secrets of a data directory, which exists, or makes them, for the owner's eyes only. */
export async function keepSecrets(directory: string): Promise<Secrets> {
  const file = path.join(directory, 'secrets.json')
  const text = await readFile(file, 'utf8').catch(() => null)
  const found = text === null ? null : kept.parse(JSON.parse(text))
  const made: Secrets = {
    betterAuth: newSecret(),
    internal: newSecret(),
    ...found,
    seeds: found?.seeds ?? newSecret(),
    root: found?.root ?? newSecret(),
  }
  if (found?.seeds !== undefined && found.root !== undefined) return made
  await replaceFile(file, JSON.stringify(made))
  return made
}

/** Written beside and moved: a process that is killed here leaves none or a whole one. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await chmod(`${file}.new`, 0o600)
  await rename(`${file}.new`, file)
}

/** SEED_ENCRYPTION_KEYS: the key of the data directory, behind those that the environment names. */
export function seedEncryptionKeys({ seeds }: Pick<Secrets, 'seeds'>, given = ''): string {
  const keys = given.split(',').filter(key => key.trim() !== '')
  const own = `${OWN_KEY_ID}:${seeds}`
  return keys.some(key => key.trim().startsWith(`${OWN_KEY_ID}:`)) ? given : [...keys, own].join(',')
}

/**
 * Derives secrets of single processes from the root secret, which only the process that starts them knows.
 */
const derived = (root: string, purpose: string): Buffer => createHmac('sha256', root).update(purpose).digest()

/** WEB_PUSH_PRIVATE_KEY: that of the environment, or the one that belongs to the data directory. */
export const webPushKey = ({ root }: Pick<Secrets, 'root'>, given = ''): string =>
  given === '' ? derived(root, 'web push').toString('base64url') : given

/** LOG_USER_KEY: that of the environment, or the one that belongs to the data directory. */
export const logUserKey = ({ root }: Pick<Secrets, 'root'>, given = ''): string =>
  given === '' ? derived(root, 'users in logs').toString('base64url') : given

export const redisPassword = ({ root }: Secrets, user: string): string =>
  derived(root, `redis ${user}`).toString('base64url')

/** The settings that events are signed and checked by. */
export interface EventSettings {
  readonly publicKeys: string
  readonly signingKey: (producer: Producer) => string
}

export function eventSettingsOf({ root }: Secrets): EventSettings {
  const pairOf = (producer: Producer) => eventKeyPairOf(derived(root, `events ${producer}`))
  return {
    publicKeys: producers.map(producer => `${producer}=${pairOf(producer).publicKey}`).join(','),
    signingKey: producer => pairOf(producer).signingKey,
  }
}
