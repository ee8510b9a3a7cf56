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
import { lockPlayer } from '../repositories/player.js'
import { deleteToken, findTokenByHash, findTokensOf, insertToken, updateToken } from '../repositories/push-token.js'
import type { Needs } from './needs.js'

interface Asked {
  readonly userId: string
  readonly platform: PushPlatform
  readonly token: string
  readonly device: string
}

type Registered = PushToken | ReturnType<typeof invalidInput> | ReturnType<typeof tooManyPushTokens>

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
  const device = asked.device.trim()
  return await withTransaction(needs.pool, async tx => {
    if ((await lockPlayer(tx, asked.userId)) === null) throw new Error(`The account of ${asked.userId} is deleted`)
    const known = await findTokenByHash(tx, hash)
    if (known?.userId === asked.userId) {
      const kept = { ...known, token: checked.token, device }
      await updateToken(tx, kept)
      return kept
    }
    if ((await findTokensOf(tx, [asked.userId])).length >= PUSH_TOKENS_MAX) return tooManyPushTokens(PUSH_TOKENS_MAX)
    if (known !== null) await forgetToken(tx, { id: known.id, userId: null, error: 'The device is another user’s now' })
    const { userId, platform } = asked
    const made: PushToken = {
      id: randomUUID(),
      userId,
      platform,
      token: checked.token,
      device,
      createdAt: needs.clock.now(),
      lastUsedAt: null,
    }
    if (await insertToken(tx, made, hash)) return made
    throw new Error('Expected a device that no other user registers at the same moment')
  })
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
