import { randomBytes } from 'node:crypto'
import { newEventKeyPair } from '@waystone/kit/outbox'
import { processes, subgraphNames } from './processes.js'
import { secretKeyOf } from './secrets.js'

const random = (): string => randomBytes(32).toString('base64url')

/** Everything that an installation needs at first, new, by the keys of the Secret. */
export function newSecrets(): Readonly<Record<string, string>> {
  const pairs = new Map(subgraphNames.map(name => [name, newEventKeyPair()]))
  const users = ['default', ...processes.map(({ name }) => name), 'seed']
  return {
    INTERNAL_SECRET: random(),
    BETTER_AUTH_SECRET: random(),
    SEED_ENCRYPTION_KEYS: `k1:${random()}`,
    WEB_PUSH_PRIVATE_KEY: random(),
    EVENTS_PUBLIC_KEYS: [...pairs].map(([name, { publicKey }]) => `${name}=${publicKey}`).join(','),
    ...Object.fromEntries(
      [...pairs].map(([name, { signingKey }]) => [secretKeyOf(name, 'EVENTS_SIGNING_KEY'), signingKey]),
    ),
    ...Object.fromEntries(users.map(user => [secretKeyOf(user, 'REDIS_PASSWORD'), random()])),
  }
}
