import { randomUUID } from 'node:crypto'
import { RequestFault } from '@waystone/kit/errors'
import { networkOf } from '@waystone/kit/http'
import { normalName } from '@waystone/kit/names'
import { withTransaction } from '@waystone/kit/postgres'
import { placeholderAddress } from '../domain/account-address.js'
import { problemOfNewProfile, problemOfReservedUsername, type NewProfile } from '../domain/profile.js'
import { isCommonPassword } from '../identity/common-passwords.js'
import type { Client } from '../domain/session.js'
import { ACCOUNTS_ARE_ELSEWHERE, emailTaken, invalidInput, usernameTaken } from '../errors.js'
import { noteNetwork } from '../repositories/known-network.js'
import { findUsersByEmail, findUsersByUsername } from '../repositories/user.js'
import { beginSession, issueTokens } from './begin-session.js'
import { declareAtSignUp, problemOfCountry } from './declare.js'
import { ensureAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { admitFirstMail, claimEmail } from './queue-mail.js'
import { countOrWait, networkHash, type KeyedLimit } from './sign-in-limits.js'

const MINUTE_MS = 60_000

interface Given {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly displayName?: string | null | undefined
  readonly timeZone?: string | null | undefined
  readonly country?: string | null | undefined
}

/**
 * Makes an account with its wallet, and a session for it.
 * @param request.isOfOperators true if operators make the account, who may use reserved names
 */
export async function signUp(needs: Needs, request: { input: Given; client: Client; isOfOperators?: boolean }) {
  const { input, client } = request
  if (needs.external !== null)
    return invalidInput({ field: 'username', message: ACCOUNTS_ARE_ELSEWHERE, rule: 'ELSEWHERE' })
  const profile = profileOf(input)
  const country = input.country ?? null
  const problem =
    (request.isOfOperators === true ? null : problemOfReservedUsername(profile.username)) ??
    problemOfNewProfile(profile) ??
    (country === null ? null : problemOfCountry(country))
  if (problem !== null) return invalidInput(problem)
  if (await isCommonPassword(profile.password))
    return invalidInput({
      field: 'password',
      message: 'This password is one of the most used; choose another one.',
      rule: 'GUESSABLE',
    })
  await countSignUp(needs, client)

  // An address that waits to be verified is not the account's yet, so that a taken one need not be told.
  // Operators answer for theirs.
  const isClaimed = needs.mailer !== null && request.isOfOperators !== true
  const taken = await findTaken(needs, profile, !isClaimed)
  if (taken !== null) return taken
  const email = isClaimed ? placeholderAddress(randomUUID()) : profile.email
  const isMailed = isClaimed && (await admitFirstMail(needs, { address: profile.email, client }))
  const account = await needs.identity.createAccount({ ...profile, email })
  if (account === null) {
    const takenMeanwhile = await findTaken(needs, profile, !isClaimed)
    if (takenMeanwhile === null) throw new Error('better-auth refused an account whose name and address are free')
    return takenMeanwhile
  }

  const { userId, sessionToken } = account
  const begun = await withTransaction(needs.pool, async tx => {
    await ensureAccount(needs, tx, { userId, timeZone: profile.timeZone })
    await declareAtSignUp(tx, userId, country)
    if (isClaimed) await claimEmail(needs, tx, { userId, address: profile.email, isMailed })
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

/** @param withEmail whether the address is taken over at once, and not only when it is verified */
export async function findTaken({ pool }: Needs, { username, email }: NewProfile, withEmail: boolean) {
  const name = username.toLowerCase()
  if ((await findUsersByUsername(pool, [name])).has(name)) return usernameTaken(username)
  return withEmail && (await findUsersByEmail(pool, [email])).has(email) ? emailTaken() : null
}

/** The count of new accounts of all kinds. */
export const signUpLimit = ({ settings }: Needs, client: Client): KeyedLimit => ({
  key: `sign-up ${networkOf(client.remoteAddress)}`,
  limit: { max: settings.signUpsPerAddressMax, windowMs: MINUTE_MS },
})

/** @throws RequestFault LIMIT_EXCEEDED when the address has asked for too many accounts. */
async function countSignUp(needs: Needs, client: Client): Promise<void> {
  const retryAfter = await countOrWait(needs, [signUpLimit(needs, client)])
  if (retryAfter === null) return
  const max = needs.settings.signUpsPerAddressMax
  const message = `At most ${max} accounts may be made from one address in a minute; try again in ${retryAfter} s`
  throw new RequestFault('LIMIT_EXCEEDED', message, { limit: 'signUps', max, retryAfterSeconds: retryAfter })
}
