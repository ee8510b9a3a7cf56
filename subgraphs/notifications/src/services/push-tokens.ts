import { createHash, randomUUID } from 'node:crypto'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { parseUuid } from '@waystone/kit/graphql'
import {
  checkToken,
  problemOfDevice,
  PUSH_TOKENS_MAX,
  type PushPlatform,
  type PushToken,
} from '../domain/push-token.js'
import { invalidInput, tooManyPushTokens } from '../errors.js'
import { dropDeliveries } from '../repositories/delivery.js'
import { deleteToken, findTokenByHash, findTokensOf, insertToken, updateToken } from '../repositories/push-token.js'
import { lockOwnPlayer } from './lock-own-player.js'
import type { Needs } from './needs.js'

interface Asked {
  readonly userId: string
  readonly platform: PushPlatform
  readonly token: string
  readonly device: string
}

type Registered = PushToken | ReturnType<typeof invalidInput> | ReturnType<typeof tooManyPushTokens>

/** Users who register one device at the same moment, each after the other. */
const REGISTRATIONS_MAX = 10

/**
 * Registers a device. The same one again keeps its id; one that another user had registered is theirs no more, since
 * whoever holds the device now is signed in as this user.
 */
export async function registerPushToken(needs: Pick<Needs, 'pool' | 'clock'>, asked: Asked): Promise<Registered> {
  const checked = checkToken(asked.platform, asked.token)
  if (!('token' in checked)) return invalidInput(checked)
  const problem = problemOfDevice(asked.device)
  if (problem !== null) return invalidInput(problem)
  const hash = createHash('sha256').update(`${asked.platform} ${checked.address}`).digest()
  for (let tries = 0; tries < REGISTRATIONS_MAX; tries++) {
    const registered = await withTransaction(needs.pool, tx => register(needs, tx, { asked, checked, hash }))
    if (registered !== null) return registered
  }
  throw new Error(`Expected a device that is not registered by ${REGISTRATIONS_MAX} other users meanwhile`)
}

/** @returns null when another user has registered the device at the same moment */
async function register(
  { clock }: Pick<Needs, 'clock'>,
  tx: Queryable,
  { asked, checked, hash }: { asked: Asked; checked: { readonly token: string }; hash: Buffer },
): Promise<Registered | null> {
  const { userId, platform } = asked
  const { token } = checked
  const device = asked.device.trim()
  await lockOwnPlayer(tx, userId)
  const known = await findTokenByHash(tx, hash)
  if (known?.userId === userId) {
    const kept = { ...known, token, device }
    await updateToken(tx, kept)
    return kept
  }
  if ((await findTokensOf(tx, [userId])).length >= PUSH_TOKENS_MAX) return tooManyPushTokens(PUSH_TOKENS_MAX)
  if (known !== null) await forgetToken(tx, { id: known.id, userId: null, error: 'The device is another user’s now' })
  const made = { id: randomUUID(), userId, platform, token, device, createdAt: clock.now(), lastUsedAt: null }
  return (await insertToken(tx, made, hash)) ? made : null
}

/** @returns false where the user has no such device. */
export async function removePushToken(
  { pool }: Pick<Needs, 'pool'>,
  { userId, id: given }: { userId: string; id: string },
): Promise<boolean> {
  const id = parseUuid(given)
  if (id === null) return false
  return await withTransaction(pool, tx => forgetToken(tx, { id, userId, error: 'The device was removed' }))
}

/** Removes a device, and drops what waits for it. @returns whether it was there */
export async function forgetToken(
  tx: Queryable,
  { id, userId, error }: { id: string; userId: string | null; error: string },
): Promise<boolean> {
  const wasThere = await deleteToken(tx, { id, userId })
  if (wasThere) await dropDeliveries(tx, { tokenId: id, error })
  return wasThere
}
