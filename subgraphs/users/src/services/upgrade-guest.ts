import { randomUUID } from 'node:crypto'
import { normalName } from '@waystone/kit/names'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { problemOfNewProfile, problemOfReservedUsername, type NewProfile } from '../domain/profile.js'
import { emailTaken, invalidInput, notAGuest, notOffered, usernameTaken } from '../errors.js'
import type { Client } from '../domain/session.js'
import { findAccess, renameUser, takenBy } from '../repositories/account.js'
import { deleteGuestCredential, savePassword } from '../repositories/credential.js'
import { endOldestSessions } from '../repositories/session.js'
import { refusalOfPassword } from './choose-password.js'
import { confirmGuest } from './confirm-owner.js'
import { spreadRevocations } from './end-sessions.js'
import { lockOwnAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { provePassword } from './prove-password.js'
import { admitFirstMail, claimEmail } from './queue-mail.js'
import { findTaken } from './sign-up.js'

interface Request {
  readonly userId: string
  readonly sessionId: string
  readonly input: {
    readonly username: string
    readonly email: string
    readonly password: string
    readonly displayName?: string | null | undefined
    readonly guestCredential?: string | null | undefined
  }
  readonly client: Client
}

/**
 * Gives a guest a name, an address and a password in one transaction: the account keeps its id, and with it
 * all that it has. From then on the guest's credential opens nothing, and only the session that asks goes
 * on.
 */
export async function upgradeGuest(needs: Needs, request: Request) {
  const { userId, input } = request
  if (needs.external !== null) return notOffered('ACCOUNTS_ELSEWHERE')
  const access = (await findAccess(needs.pool, [userId])).get(userId)
  if (access === undefined) return notAGuest()
  if (!access.isGuest) return await repeatedUpgrade(needs, request)
  const { sessionId, client } = request
  const unproven = await confirmGuest(needs, { userId, sessionId, credential: input.guestCredential ?? null })
  if (unproven !== null) return unproven

  const profile = profileOf(input, access.displayName)
  const problem = problemOfReservedUsername(profile.username) ?? problemOfNewProfile(profile)
  if (problem !== null) return invalidInput(problem)
  const refusal = await refusalOfPassword(profile, profile.password, 'password')
  if (refusal !== null) return refusal
  const taken = await findTaken(needs, profile, needs.mailer === null)
  if (taken !== null) return taken

  const hash = await needs.passwords.hash(profile.password)
  const isMailed = needs.mailer !== null && (await admitFirstMail(needs, { address: profile.email, client }))
  const at = needs.clock.now()
  let ended: readonly string[] | null
  try {
    ended = await withTransaction(needs.pool, tx => upgrade(needs, tx, { request, profile, hash, isMailed, at }))
  } catch (error) {
    const what = takenBy(error)
    if (what === 'USERNAME') return usernameTaken(profile.username)
    if (what === 'EMAIL') return emailTaken()
    throw error
  }
  if (ended === null) return await repeatedUpgrade(needs, request)
  await spreadRevocations(needs, ended, at)
  await needs.cache.invalidate('user', [userId])
  return { __typename: 'User', id: userId } as const
}

/** @returns the sessions that were ended; null where the account is not a guest's any more. */
async function upgrade(
  needs: Needs,
  tx: Queryable,
  given: { request: Request; profile: NewProfile; hash: string; isMailed: boolean; at: Date },
): Promise<readonly string[] | null> {
  const { request, profile, hash, isMailed, at } = given
  const { userId, sessionId } = request
  const { username, displayName, email } = profile
  await lockOwnAccount(needs, tx, userId)
  if (!(await deleteGuestCredential(tx, userId))) return null
  const isTakenOver = needs.mailer === null
  await renameUser(tx, userId, { username, displayName, email: isTakenOver ? email : null, at })
  await savePassword(tx, { id: randomUUID(), userId, hash, at })
  if (!isTakenOver) await claimEmail(needs, tx, { userId, address: email, isMailed })
  return await endOldestSessions(tx, userId, { begun: sessionId, keep: 1, at })
}

/** A client that lost the answer asks again: the same name and password are answered as the first time. */
async function repeatedUpgrade(needs: Needs, { userId, input }: Request) {
  const access = (await findAccess(needs.pool, [userId])).get(userId)
  if (access?.username !== input.username.toLowerCase()) return notAGuest()
  const proof = await provePassword(needs, { userId, password: input.password })
  if (!('__typename' in proof)) return { __typename: 'User', id: userId } as const
  return proof.__typename === 'TooManyAttempts' ? proof : notAGuest()
}

const profileOf = (input: Request['input'], displayName: string): NewProfile => ({
  username: input.username,
  email: input.email.toLowerCase(),
  password: input.password,
  displayName: normalName(input.displayName ?? displayName),
  timeZone: 'UTC',
})
