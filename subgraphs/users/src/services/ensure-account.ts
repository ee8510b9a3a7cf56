import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { RequestFault } from '@waystone/kit/errors'
import { appendEvents } from '@waystone/kit/outbox'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { houseAccount, STARTING_DIAMONDS } from '../domain/ledger.js'
import { openAccounts, transfer } from '../repositories/ledger.js'
import { insertProfile, lockUser, type UserStanding } from '../repositories/user.js'
import type { Needs } from './needs.js'

/**
 * Makes profile, wallet and starting diamonds of a user who has none: right after the sign-up, after a crash between
 * better-auth's transaction and ours, and when a user whom another application made is first seen here.
 */
export async function ensureAccount(
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  user: { userId: string; timeZone?: string },
): Promise<void> {
  const { userId, timeZone = 'UTC' } = user
  if (!(await insertProfile(tx, userId, timeZone))) return
  const at = clock.now()
  await openAccounts(tx, userId, at)
  await transfer(tx, {
    id: randomUUID(),
    reason: 'GRANT',
    reference: userId,
    leg: 0,
    currency: 'DIAMOND',
    amount: STARTING_DIAMONDS,
    paid: 0,
    from: houseAccount('GRANTS', userId),
    to: { kind: 'WALLET', userId },
    at,
  })
  await appendEvents(tx, [newEvent('user.signed_up', { id: randomUUID(), occurredAt: at, data: { userId, timeZone } })])
}

/** Locks the user, whose account is made first where it is missing. Null for an unknown id. */
export async function lockAccount(needs: Needs, tx: Queryable, userId: string): Promise<UserStanding | null> {
  const standing = await lockUser(tx, userId)
  if (standing !== null) return standing
  await ensureAccount(needs, tx, { userId })
  return await lockUser(tx, userId)
}

/**
 * Locks the account that an access token names.
 * @throws RequestFault UNAUTHENTICATED when there is none, or none any more
 */
export async function lockOwnAccount(needs: Needs, tx: Queryable, userId: string): Promise<UserStanding> {
  const standing = await lockAccount(needs, tx, userId)
  if (standing === null || standing.standing === 'DELETED')
    throw new RequestFault('UNAUTHENTICATED', 'The account of this access token does not exist')
  return standing
}

/** Opens the missing account of a signed-in user, for reads that find no wallet. */
export const openAccount = (needs: Needs, userId: string): Promise<void> =>
  withTransaction(needs.pool, tx => ensureAccount(needs, tx, { userId }))
