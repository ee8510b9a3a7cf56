import { createHash, randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import { networkOf } from '@waystone/kit/http'
import { withTransaction } from '@waystone/kit/postgres'
import {
  retryAfterSeconds,
  withinWindow,
  wrongPasswordsOfAccount,
  wrongPasswordsOfAddress,
  type AttemptLimit,
} from '../domain/attempt-limit.js'
import type { Client } from '../domain/session.js'
import { isBanned, scopesOf } from '../domain/user.js'
import { ACCOUNTS_ARE_ELSEWHERE, accountBanned, invalidCredentials, tooManyAttempts } from '../errors.js'
import { deleteAttempts, findAttempts, lockAttempts, saveAttempts } from '../repositories/attempt.js'
import { findCredential, noteSignIn } from '../repositories/user.js'
import { beginSession, issueTokens, type BegunSession } from './begin-session.js'
import { lockAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

const NAME_LENGTH_MAX = 254
const PASSWORD_LENGTH_MAX = 128

/**
 * Begins a session. Unknown names and wrong passwords are one answer and one amount of work. The limits are read before
 * the password is looked at, and again when a wrong one is counted, under a lock: of guesses made at once no more are
 * told to be wrong than of guesses made one after the other.
 */
export async function signIn(
  needs: Needs,
  request: { input: { usernameOrEmail: string; password: string }; client: Client },
) {
  if (needs.external !== null) return invalidCredentials(ACCOUNTS_ARE_ELSEWHERE)
  const { input, client } = request
  // Postgres takes no NUL in a text; a name with one is nobody's.
  const name = input.usernameOrEmail.replaceAll('\0', '\uFFFD').trim().toLowerCase().slice(0, NAME_LENGTH_MAX)
  const credential = await findCredential(needs.pool, name)
  const limits = limitsOf(credential?.userId ?? name, client)
  const keys = limits.map(({ key }) => key)
  const blockedFor = longestWait(await findAttempts(needs.pool, keys), limits, needs.clock.now())
  if (blockedFor !== null) return tooManyAttempts(blockedFor)

  const fits = input.password.length <= PASSWORD_LENGTH_MAX
  const isRight = await needs.passwords.verify(fits ? input.password : '', credential?.passwordHash ?? null)
  if (credential === null || !isRight || !fits) return await countWrongPassword(needs, limits)
  return await enter(needs, { userId: credential.userId, client, limits })
}

interface KeyedLimit {
  readonly key: string
  readonly limit: AttemptLimit
}

/** Names of nobody are counted too, by hash: they must not tell by staying unlimited, nor stand in a table as typed. */
function limitsOf(account: string, client: Client): readonly KeyedLimit[] {
  const accountKey = createHash('sha256').update(account).digest('base64url')
  return [
    { key: `account ${accountKey}`, limit: wrongPasswordsOfAccount },
    { key: `address ${networkOf(client.remoteAddress)}`, limit: wrongPasswordsOfAddress },
  ]
}

function longestWait(
  attempts: ReadonlyMap<string, readonly Date[]>,
  limits: readonly KeyedLimit[],
  now: Date,
): number | null {
  const waits = limits.map(({ key, limit }) => retryAfterSeconds(attempts.get(key) ?? [], limit, now) ?? 0)
  const longest = Math.max(...waits)
  return longest === 0 ? null : longest
}

const countWrongPassword = ({ pool, clock }: Needs, limits: readonly KeyedLimit[]) =>
  withTransaction(pool, async tx => {
    const now = clock.now()
    const attempts = await lockAttempts(
      tx,
      limits.map(({ key }) => key),
      now,
    )
    const blockedFor = longestWait(attempts, limits, now)
    if (blockedFor !== null) return tooManyAttempts(blockedFor)
    for (const { key, limit } of limits) {
      const happenedAt = [...withinWindow(attempts.get(key) ?? [], limit, now), now]
      await saveAttempts(tx, { key, happenedAt, forgettableAt: new Date(now.getTime() + limit.windowMs) })
    }
    return invalidCredentials()
  })

/** The password is right: one transaction for the session, the account's standing, and the event. */
async function enter(needs: Needs, request: { userId: string; client: Client; limits: readonly KeyedLimit[] }) {
  const { userId, client, limits } = request
  const entered = await withTransaction(needs.pool, async tx => {
    const at = needs.clock.now()
    const keys = limits.map(({ key }) => key)
    // The account's count is locked: wrong passwords that are being counted at this moment count before this right one.
    await lockAttempts(tx, keys.slice(0, 1), at)
    const blockedFor = longestWait(await findAttempts(tx, keys), limits, at)
    if (blockedFor !== null) return tooManyAttempts(blockedFor)
    const standing = await lockAccount(needs, tx, userId)
    if (standing === null) return invalidCredentials()
    if (isBanned(standing, at)) return accountBanned()
    const begun = await beginSession(needs, tx, { userId, client })
    const first = standing.firstSignedInAt === null
    if (first) await noteSignIn(tx, userId, at)
    await deleteAttempts(tx, limits[0]?.key ?? '')
    await appendEvents(tx, [
      newEvent('user.signed_in', {
        id: randomUUID(),
        occurredAt: at,
        data: { userId, sessionId: begun.session.id, first },
      }),
    ])
    return { begun, scopes: scopesOf(standing.role), first }
  })
  if ('__typename' in entered) return entered
  if (entered.first) await needs.cache.invalidate('user', [userId])
  return await issueTokens(needs, entered.begun satisfies BegunSession, entered.scopes)
}
