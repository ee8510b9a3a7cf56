import { withTransaction } from '@waystone/kit/postgres'
import { lockPresences, savePresence, type PresenceStatus } from '../../repositories/presence.js'
import type { Needs } from '../needs.js'
import { tellPresence } from './tell-presence.js'

/** Says what others see while the user is connected. */
export const setPresence = async (
  { clock, pool }: Pick<Needs, 'clock' | 'pool'>,
  wanted: { userId: string; status: PresenceStatus; hidden: boolean },
) =>
  await withTransaction(pool, async tx => {
    const now = clock.now()
    await lockPresences(tx, [wanted.userId], now)
    const { isChanged, ...presence } = await savePresence(tx, { ...wanted, now })
    if (isChanged) await tellPresence(tx, [wanted.userId])
    return presence
  })
