import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { newEventKeyPair, type EventKeyPair } from '@waystone/kit/outbox'
import { root } from './instances.js'
import { subgraphs, type Subgraph } from './postgres.js'

/** Secrets that containers are given, each only its own. */
export interface StageSecrets {
  /** For a Redis whose users are those of ops/redis/users.acl. */
  readonly acl: string
  /** Of Redis' operator, whom no process is. */
  readonly operator: { readonly username: string; readonly password: string }
  /** Of a process: its login in Redis, and the secrets that its service needs. */
  of(service: Subgraph | 'gateway' | 'seed'): Record<string, string>
  /** The other key of a producer, which all consumers know from the start. */
  nextSigningKey(producer: Subgraph): string
}

const secret = () => randomBytes(32).toString('base64url')

export function planSecrets(): StageSecrets {
  const users = [...subgraphs, 'gateway', 'seed', 'default'] as const
  // Texts that a URL would have to encode.
  const passwords = Object.fromEntries(users.map(user => [user, `@/#?${secret()}`])) as Record<
    (typeof users)[number],
    string
  >
  const pairs = Object.fromEntries(
    subgraphs.map(name => [name, [newEventKeyPair(), newEventKeyPair()]]),
  ) as unknown as Record<Subgraph, readonly [current: EventKeyPair, next: EventKeyPair]>
  const publicKeys = subgraphs.flatMap(name => pairs[name].map(({ publicKey }) => `${name}=${publicKey}`)).join(',')
  const [internal, betterAuth, seeds] = [secret(), secret(), `k1:${secret()}`]
  const isSubgraph = (service: string): service is Subgraph => (subgraphs as readonly string[]).includes(service)
  return {
    acl: readFileSync(path.join(root, 'ops/redis/users.acl'), 'utf8').replaceAll(
      /SHA256_OF_([A-Z]+)_REDIS_PASSWORD/g,
      (_, name: string) =>
        createHash('sha256')
          .update(passwords[name.toLowerCase() as keyof typeof passwords])
          .digest('hex'),
    ),
    operator: { username: 'default', password: passwords.default },
    of: service => ({
      REDIS_USER: service,
      REDIS_PASSWORD: passwords[service],
      INTERNAL_SECRET: internal,
      ...(service === 'users' || service === 'seed' ? { BETTER_AUTH_SECRET: betterAuth } : {}),
      ...(service === 'gacha' || service === 'seed' ? { SEED_ENCRYPTION_KEYS: seeds } : {}),
      ...(service === 'notifications' ? { WEB_PUSH_PRIVATE_KEY: secret() } : {}),
      ...(service === 'gateway' ? {} : { EVENTS_PUBLIC_KEYS: publicKeys }),
      ...(isSubgraph(service) ? { EVENTS_SIGNING_KEY: pairs[service][0].signingKey } : {}),
    }),
    nextSigningKey: producer => pairs[producer][1].signingKey,
  }
}
