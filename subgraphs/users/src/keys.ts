import { chmodSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import { createCommand, print, printJson } from '@waystone/kit/command'
import {
  ACCESS_TOKEN_LIFETIME_MAX_MS,
  KEYS_MAX_AGE_MS,
  newSecretSchedule,
  readSecretsFile,
  rotateSchedule,
  secretsFileText,
  signingSecretAt,
  type ScheduledSecret,
} from '@waystone/kit/auth'
import { systemClock } from '@waystone/kit/clock'
import { runMain } from '@waystone/kit/lifecycle'
import { createApp } from './app.js'
import { settingsOfCommand } from './command-settings.js'
import { readConfig, type Config } from './config.js'
import type { Services } from './services/index.js'

interface Options {
  readonly data: string
}

/** Every process has read the new public key by then. */
const AHEAD_SECONDS_MIN = (KEYS_MAX_AGE_MS + 5_000) / 1000
const AHEAD_SECONDS_MAX = 24 * 60 * 60
const AHEAD_SECONDS = 120
/** Calls live 35 s; the time of an access token leaves room for processes that read a file late. */
const SECRET_KEPT_MS = ACCESS_TOKEN_LIFETIME_MAX_MS

runMain(async () => {
  const program = createCommand('waystone keys')
    .description(
      'The keys that sign access tokens, and the secret that signs the calls between services. The system may run.',
    )
    .option('--data <dir>', 'data directory of the running system', '.data')
    .addHelpText(
      'after',
      `
A rotation fails no request: what is new is accepted at once, and signs only when every process knows of it. What is old is
accepted until the last that it signed has expired, which is ${ACCESS_TOKEN_LIFETIME_MAX_MS / 60_000} minutes later. Neither signs anyone out.

The database is that of the system that runs on the data directory, or DATABASE_URL or USERS_DATABASE_URL of the environment, which
also needs BETTER_AUTH_SECRET. The secret of services is rotated in INTERNAL_SECRETS_FILE. Where the file is copied to other
machines (a Secret of Kubernetes), --ahead must be longer than the copying takes. A secret in INTERNAL_SECRET is not rotated.
In a container: docker compose exec users waystone keys rotate`,
    )
  const withSystem = async (work: (services: Services, config: Config) => Promise<void>): Promise<void> => {
    const config = readConfig(await settingsOfCommand(process.env, program.opts<Options>()), { signs: false })
    const app = await createApp(config)
    try {
      // It is not started: it relays and consumes nothing, only its services are used.
      await work(app.services, config)
    } finally {
      await app.close()
    }
  }
  program
    .command('list')
    .description('list the keys and secrets that count, and what each is for')
    .option('--json', 'print one JSON value', false)
    .action(({ json }: { json: boolean }) => withSystem((services, config) => list(services, config, json)))
  program
    .command('rotate')
    .description('publish a new key and a new secret, and retire those that sign now')
    .option('--ahead <seconds>', 'how long both are known before they sign', parseSeconds, AHEAD_SECONDS)
    .action(({ ahead }: { ahead: number }) =>
      withSystem(async (services, config) => {
        await rotate(services, config, ahead * 1000)
        await list(services, config)
      }),
    )
  await program.parseAsync()
})

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= AHEAD_SECONDS_MIN && seconds <= AHEAD_SECONDS_MAX) return seconds
  throw new InvalidArgumentError(`Expected whole seconds from ${AHEAD_SECONDS_MIN} to ${AHEAD_SECONDS_MAX}.`)
}

async function rotate(services: Services, config: Config, aheadMs: number): Promise<void> {
  const isRotated = await services.rotateSigningKey({ aheadMs })
  print(isRotated ? 'A new key for access tokens is published.' : 'A key for access tokens is published already.')
  const file = config.INTERNAL_SECRETS_FILE
  if (file === undefined) return print('INTERNAL_SECRETS_FILE is not set: the secret of services stays as it is.')
  const now = systemClock.now()
  const before = readSecretsFile(file)
  const after = rotateSchedule(before, { now, aheadMs, keptMs: SECRET_KEPT_MS })
  if (after === before) return print('A new secret of services is accepted already.')
  replaceFile(file, secretsFileText(after))
  print('A new secret of services is accepted.')
}

/**
 * Written beside and moved, with the rights that the file has: processes that watch it read the old one or
 * the new one.
 */
function replaceFile(file: string, text: string): void {
  const { mode } = statSync(file)
  writeFileSync(`${file}.new`, text, { mode })
  chmodSync(`${file}.new`, mode)
  renameSync(`${file}.new`, file)
}

interface ListedKey {
  readonly purpose: 'access tokens' | 'service calls'
  readonly name: string
  readonly state: string
  readonly signsFrom: Date
  readonly acceptedUntil: Date | null
}

async function list(services: Services, config: Config, json = false): Promise<void> {
  const keys = [...(await tokenKeys(services)), ...callSecrets(config)]
  if (json) return printJson(keys)
  for (const { purpose, name, state, signsFrom, acceptedUntil } of keys)
    print(`${purpose}  ${name}  ${state.padEnd(9)}  ${span(signsFrom, acceptedUntil)}`)
}

const tokenKeys = async (services: Services): Promise<readonly ListedKey[]> =>
  (await services.listSigningKeys()).map(({ id: name, state, signsFrom, validUntil: acceptedUntil }) => ({
    purpose: 'access tokens',
    name,
    state,
    signsFrom,
    acceptedUntil,
  }))

/** By their places: the secrets themselves are not for a terminal. */
function callSecrets(config: Config): readonly ListedKey[] {
  const now = systemClock.now()
  const file = config.INTERNAL_SECRETS_FILE
  const secrets = file === undefined ? newSecretSchedule(config.INTERNAL_SECRET, now) : readSecretsFile(file)
  const signing = signingSecretAt(secrets, now)
  return secrets.map((secret, index) => ({
    purpose: 'service calls',
    name: file === undefined ? 'INTERNAL_SECRET' : `secret ${index + 1} of ${file}`,
    state: stateOf(secret, signing, now),
    signsFrom: secret.signsFrom,
    acceptedUntil: secret.acceptedUntil,
  }))
}

function stateOf(secret: ScheduledSecret, signing: ScheduledSecret | undefined, now: Date): string {
  if (secret === signing) return 'SIGNING'
  if (secret.acceptedUntil !== null && secret.acceptedUntil <= now) return 'OVER'
  return secret.signsFrom > now ? 'PUBLISHED' : 'RETIRING'
}

const span = (from: Date, until: Date | null): string =>
  `signs from ${from.toISOString()}${until === null ? '' : `, accepted until ${until.toISOString()}`}`
