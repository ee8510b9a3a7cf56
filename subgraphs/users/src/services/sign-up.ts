import { RequestFault } from '@waystone/kit/errors'
import { networkOf } from '@waystone/kit/http'
import { normalName } from '@waystone/kit/names'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { retryAfterSeconds, withinWindow, type AttemptLimit } from '../domain/attempt-limit.js'
import { problemOfNewProfile, problemOfReservedUsername, type NewProfile } from '../domain/profile.js'
import { isCommonPassword } from '../identity/common-passwords.js'
import type { Client } from '../domain/session.js'
import { ACCOUNTS_ARE_ELSEWHERE, emailTaken, invalidInput, usernameTaken } from '../errors.js'
import { lockAttempts, saveAttempts } from '../repositories/attempt.js'
import { noteNetwork } from '../repositories/known-network.js'
import { findUsersByEmail, findUsersByUsername } from '../repositories/user.js'
import { beginSession, issueTokens } from './begin-session.js'
import { ensureAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { networkHash } from './sign-in-limits.js'

const MINUTE_MS = 60_000

interface Given {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly displayName?: string | null | undefined
  readonly timeZone?: string | null | undefined
}

/**
 * Makes an account with its wallet, and a session for it.
 * @param request.isOfOperators whether those who run the game make it, who may use reserved names
 */
export async function signUp(needs: Needs, request: { input: Given; client: Client; isOfOperators?: boolean }) {
  const { input, client } = request
  if (needs.external !== null)
    return invalidInput({ field: 'username', message: ACCOUNTS_ARE_ELSEWHERE, rule: 'ELSEWHERE' })
  const profile = profileOf(input)
  const problem =
    (request.isOfOperators === true ? null : problemOfReservedUsername(profile.username)) ??
    problemOfNewProfile(profile)
  if (problem !== null) return invalidInput(problem)
  if (await isCommonPassword(profile.password))
    return invalidInput({
      field: 'password',
      message: 'This password is one of the most used; choose another one.',
      rule: 'GUESSABLE',
    })
  await countSignUp(needs, client)

  const taken = await findTaken(needs.pool, profile)
  if (taken !== null) return taken
  const account = await needs.identity.createAccount(profile)
  if (account === null) {
    const takenMeanwhile = await findTaken(needs.pool, profile)
    if (takenMeanwhile === null) throw new Error('better-auth refused an account whose name and address are free')
    return takenMeanwhile
  }

  const { userId, sessionToken } = account
  const begun = await withTransaction(needs.pool, async tx => {
    await ensureAccount(needs, tx, { userId, timeZone: profile.timeZone })
    await noteNetwork(
      tx,
      { userId, networkHash: networkHash(userId, networkOf(client.remoteAddress)) },
      needs.clock.now(),
    )
    return await beginSession(needs, tx, { userId, client, sessionToken })
  })
  // A lookup before the sign-up may have been cached as "there is none".
  await needs.cache.invalidate('user', [userId])
  const issued = await issueTokens(needs, begun, [])
  return { ...issued, deviceToken: needs.deviceTokens.make(userId, begun.at, null) }
}

const profileOf = (input: Given): NewProfile => ({
  username: input.username,
  email: input.email.toLowerCase(),
  password: input.password,
  displayName: normalName(input.displayName ?? input.username),
  timeZone: input.timeZone ?? 'UTC',
})

async function findTaken(db: Queryable, { username, email }: NewProfile) {
  const name = username.toLowerCase()
  if ((await findUsersByUsername(db, [name])).has(name)) return usernameTaken(username)
  return (await findUsersByEmail(db, [email])).has(email) ? emailTaken() : null
}

/** @throws RequestFault LIMIT_EXCEEDED when the address has asked for too many accounts. */
async function countSignUp({ pool, clock, settings }: Needs, client: Client): Promise<void> {
  const limit: AttemptLimit = { max: settings.signUpsPerAddressMax, windowMs: MINUTE_MS }
  const key = `sign-up ${networkOf(client.remoteAddress)}`
  const retryAfter = await withTransaction(pool, async tx => {
    const now = clock.now()
    const happenedAt = (await lockAttempts(tx, [key], now)).get(key) ?? []
    const seconds = retryAfterSeconds(happenedAt, limit, now)
    if (seconds !== null) return seconds
    const counted = [...withinWindow(happenedAt, limit, now), now]
    await saveAttempts(tx, { key, happenedAt: counted, forgettableAt: new Date(now.getTime() + limit.windowMs) })
    return null
  })
  if (retryAfter === null) return
  const message = `At most ${limit.max} accounts may be made from one address in a minute; try again in ${retryAfter} s`
  throw new RequestFault('LIMIT_EXCEEDED', message, {
    limit: 'signUps',
    max: limit.max,
    retryAfterSeconds: retryAfter,
  })
}
