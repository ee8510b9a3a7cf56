import { randomUUID } from 'node:crypto'
import { networkOf } from '@waystone/kit/http'
import type { Queryable } from '@waystone/kit/postgres'
import { placeholderAddress } from '../domain/account-address.js'
import type { Client } from '../domain/session.js'
import { insertUser } from '../repositories/account.js'
import { noteNetwork } from '../repositories/known-network.js'
import { beginSession, type BegunSession } from './begin-session.js'
import { ensureAccount } from './ensure-account.js'
import type { Needs } from './needs.js'
import { networkHash } from './sign-in-limits.js'

const NAME_CHARACTERS = 17

interface NewAccount {
  /** The prefix of its generated username. */
  readonly kind: 'guest' | 'player'
  readonly displayName: string
  readonly timeZone: string
  /** Null for an account without an address. */
  readonly verifiedEmail: string | null
  readonly client: Client
}

/** Makes an account that has no password, its wallet, and a session for it. */
export async function makeAccount(needs: Needs, tx: Queryable, account: NewAccount): Promise<BegunSession> {
  const { kind, displayName, timeZone, verifiedEmail, client } = account
  const userId = randomUUID()
  const at = needs.clock.now()
  await insertUser(tx, {
    id: userId,
    username: `${kind}_${randomUUID().replaceAll('-', '').slice(0, NAME_CHARACTERS)}`,
    displayName,
    email: verifiedEmail ?? placeholderAddress(userId),
    emailVerified: verifiedEmail !== null,
    at,
  })
  await ensureAccount(needs, tx, { userId, timeZone })
  await noteNetwork(tx, { userId, networkHash: networkHash(userId, networkOf(client.remoteAddress)) }, at)
  return await beginSession(needs, tx, { userId, client })
}
