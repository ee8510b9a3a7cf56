import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { networkOf } from '@waystone/kit/http'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Client } from '../domain/session.js'
import { CHALLENGE_LIFETIME_MS } from '../domain/two-factor.js'
import { secondFactorRequired } from '../errors.js'
import { hashSecret } from '../identity/secrets.js'
import { noteNetwork } from '../repositories/known-network.js'
import { insertChallenge } from '../repositories/sign-in-challenge.js'
import { noteSignIn, type UserStanding } from '../repositories/user.js'
import { beginSession, issueTokens, limitSessions, type BegunSession } from './begin-session.js'
import { spreadRevocations } from './end-sessions.js'
import { grantedScopes } from './granted-scopes.js'
import type { Needs } from './needs.js'
import { networkHash } from './sign-in-limits.js'
import { securityChanged } from './tell-security.js'

export interface Entered {
  readonly begun: BegunSession
  readonly scopes: readonly string[]
  /** True for the user's first sign-in ever. */
  readonly first: boolean
  /** Sessions that had to go, oldest first. */
  readonly ended: readonly string[]
}

interface Entry {
  readonly userId: string
  readonly standing: UserStanding
  readonly client: Client
  readonly at: Date
}

/**
 * Begins a session of a user who has shown one factor, is locked, and is not banned; or asks for the second
 * factor, where the user has one. Every way into an account that exists comes by here.
 */
export const enterAccount = (
  needs: Needs,
  tx: Queryable,
  entry: Entry & { readonly deviceId?: string | null },
): Promise<Entered | ReturnType<typeof secondFactorRequired>> =>
  entry.standing.twoFactorEnabled ? askSecondFactor(needs, tx, entry) : enterProven(needs, tx, entry)

async function askSecondFactor(
  needs: Needs,
  tx: Queryable,
  { userId, at, deviceId = null }: Entry & { readonly deviceId?: string | null },
) {
  const challenge = needs.newSecret()
  const expiresAt = new Date(at.getTime() + CHALLENGE_LIFETIME_MS)
  await insertChallenge(tx, { challengeHash: hashSecret(challenge), userId, deviceId, expiresAt })
  return secondFactorRequired({ challenge, expiresAt })
}

/** Begins a session of a user who has shown every factor, is locked, and is not banned. */
export async function enterProven(
  needs: Needs,
  tx: Queryable,
  { userId, standing, client, at }: Entry,
): Promise<Entered> {
  const begun = await beginSession(needs, tx, { userId, client })
  const ended = await limitSessions(needs, tx, begun)
  const first = standing.firstSignedInAt === null
  if (first) await noteSignIn(tx, userId, at)
  const network = { userId, networkHash: networkHash(userId, networkOf(client.remoteAddress)) }
  const { isNew, knowsOthers } = await noteNetwork(tx, network, at)
  // Networks are forgotten in time: who comes back to an account that knows none is told of, but not who begins one.
  const isStrange = isNew && (knowsOthers || !first)
  const sessionId = begun.session.id
  await appendEvents(tx, [
    newEvent('user.signed_in', { id: randomUUID(), occurredAt: at, data: { userId, sessionId, first } }),
    // The User-Agent does not make a device known: whoever signs in chooses it.
    ...(isStrange ? [securityChanged({ userId, change: 'signed_in', sessionId, at })] : []),
  ])
  return { begun, scopes: grantedScopes(needs, standing), first, ended }
}

/** Runs after the commit: spreads revocations, invalidates the cached user, and issues the tokens. */
export async function answerEntry(needs: Needs, { begun, scopes, first, ended }: Entered) {
  if (ended.length > 0) await spreadRevocations(needs, ended, begun.at)
  if (first) await needs.cache.invalidate('user', [begun.session.userId])
  return await issueTokens(needs, begun, scopes)
}
