import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { networkOf } from '@waystone/kit/http'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'
import type { Client } from '../domain/session.js'
import { scopesOf } from '../domain/user.js'
import { noteNetwork } from '../repositories/known-network.js'
import { noteSignIn, type UserStanding } from '../repositories/user.js'
import { beginSession, issueTokens, limitSessions, type BegunSession } from './begin-session.js'
import { spreadRevocations } from './end-sessions.js'
import type { Needs } from './needs.js'
import { networkHash } from './sign-in-limits.js'

export interface Entered {
  readonly begun: BegunSession
  readonly scopes: readonly string[]
  /** True for the user's first sign-in ever. */
  readonly first: boolean
  /** Sessions that had to go, oldest first. */
  readonly ended: readonly string[]
}

/** Begins a session of a user who has proven to be one, is locked, and is not banned. */
export async function enterAccount(
  needs: Needs,
  tx: Queryable,
  { userId, standing, client, at }: { userId: string; standing: UserStanding; client: Client; at: Date },
): Promise<Entered> {
  const begun = await beginSession(needs, tx, { userId, client })
  const ended = await limitSessions(needs, tx, begun)
  const first = standing.firstSignedInAt === null
  if (first) await noteSignIn(tx, userId, at)
  await noteNetwork(tx, { userId, networkHash: networkHash(userId, networkOf(client.remoteAddress)) }, at)
  await appendEvents(tx, [
    newEvent('user.signed_in', {
      id: randomUUID(),
      occurredAt: at,
      data: { userId, sessionId: begun.session.id, first },
    }),
  ])
  return { begun, scopes: scopesOf(standing.role), first, ended }
}

/** Runs after the commit: spreads revocations, invalidates the cached user, and issues the tokens. */
export async function answerEntry(needs: Needs, { begun, scopes, first, ended }: Entered) {
  if (ended.length > 0) await spreadRevocations(needs, ended, begun.at)
  if (first) await needs.cache.invalidate('user', [begun.session.userId])
  return await issueTokens(needs, begun, scopes)
}
