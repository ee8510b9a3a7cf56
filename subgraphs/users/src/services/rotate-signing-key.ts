import { randomUUID } from 'node:crypto'
import { withTransaction } from '@waystone/kit/postgres'
import { ACCESS_TOKEN_LIFETIME_MAX_MS } from '../domain/session.js'
import {
  findKnownSigningKeys,
  lockSigningKeys,
  succeedSigningKeys,
  type KnownSigningKey,
} from '../repositories/signing-key.js'
import type { Needs } from './needs.js'

/** The old key may sign so long after the new one began to, for processes whose clock is behind. */
const OVERLAP_MS = 60_000

export interface ListedKey extends KnownSigningKey {
  readonly state: 'PUBLISHED' | 'SIGNING' | 'RETIRING'
  /** Until when its tokens are valid; null while it is not known when it stops signing. */
  readonly validUntil: Date | null
}

/** The keys whose tokens are or will be valid, in the order in which they sign. */
export async function listSigningKeys({ pool, clock }: Pick<Needs, 'pool' | 'clock'>): Promise<readonly ListedKey[]> {
  const now = clock.now()
  const keys = await findKnownSigningKeys(pool)
  const signing = keys.findLast(({ signsFrom }) => signsFrom <= now) ?? keys[0]
  return keys.map((key): ListedKey => {
    const { signsUntil } = key
    const validUntil = signsUntil === null ? null : new Date(signsUntil.getTime() + ACCESS_TOKEN_LIFETIME_MAX_MS)
    if (key === signing) return { ...key, validUntil, state: 'SIGNING' }
    return { ...key, validUntil, state: key.signsFrom > now ? 'PUBLISHED' : 'RETIRING' }
  })
}

/**
 * Publishes a new key at once and lets it sign `aheadMs` later. Tokens of the old one are valid until they expire.
 * @returns whether it did; false while a key is published that does not sign yet.
 */
export async function rotateSigningKey(needs: Needs, { aheadMs }: { aheadMs: number }): Promise<boolean> {
  const key = await needs.identity.createKey()
  return await withTransaction(needs.pool, async tx => {
    await lockSigningKeys(tx)
    const now = needs.clock.now()
    if ((await findKnownSigningKeys(tx)).some(({ signsFrom }) => signsFrom > now)) return false
    const signsFrom = new Date(now.getTime() + aheadMs)
    const othersUntil = new Date(signsFrom.getTime() + OVERLAP_MS)
    await succeedSigningKeys(tx, { ...key, id: randomUUID() }, { signsFrom, othersUntil })
    return true
  })
}
