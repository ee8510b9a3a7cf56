import { releaseGuildGold } from '@waystone/events'
import type { Founding, TreasuryMovement } from '../../domain/guild.js'
import { findFounding, finishReleaseOfFounding, startReleaseOfFounding } from '../../repositories/founding.js'
import { findMovement, finishReleaseOfDeposit, startReleaseOfDeposit } from '../../repositories/treasury-movement.js'
import type { Needs } from '../needs.js'

// Each is barred from being done first, and given back then: a crash between the two leaves it RELEASING, and the
// recovery job comes again.

/** Ends an order whose founder belongs to another guild by now, or is gone. */
export async function releaseFounding(needs: Needs, { guild: { id }, founderId }: Founding): Promise<void> {
  await startReleaseOfFounding(needs.pool, id)
  if ((await findFounding(needs.pool, id))?.status !== 'RELEASING') return
  const released = { id, purpose: 'GUILD_FOUNDING', guildId: id, userId: founderId } as const
  const { status } = await needs.serviceClient.call(releaseGuildGold, released)
  if (status === 'CAPTURED') throw new Error(`The price of guild ${id} was captured, and the guild was never founded`)
  await finishReleaseOfFounding(needs.pool, id)
}

/** Ends a deposit whose user is no member any more. */
export async function releaseDeposit(needs: Needs, { id, guildId, userId }: TreasuryMovement): Promise<void> {
  await startReleaseOfDeposit(needs.pool, id)
  if ((await findMovement(needs.pool, id))?.status !== 'RELEASING') return
  const released = { id, purpose: 'GUILD_DEPOSIT', guildId, userId } as const
  const { status } = await needs.serviceClient.call(releaseGuildGold, released)
  if (status === 'CAPTURED') throw new Error(`The deposit ${id} was captured, and never done`)
  await finishReleaseOfDeposit(needs.pool, id)
}
