import { randomUUID } from 'node:crypto'
import type { EventData } from '@waystone/events'
import type { Queryable } from '@waystone/kit/postgres'
import { treasuryAccount } from '../domain/ledger.js'
import { openTreasuries, transfer } from '../repositories/ledger.js'
import { ensureAccount } from './ensure-account.js'
import type { Needs } from './needs.js'

/**
 * Pays a withdrawal, or a share of a treasury that was dissolved. social has decided that the treasury holds it; a
 * deposit that it comes from may still be held here for a moment (docs/decisions/106-guilds-are-paid-in-two-phases.md).
 */
export async function payFromTreasury(
  needs: Needs,
  tx: Queryable,
  { userId, guildId, movementId, amount, reason }: EventData<'guild.paid_out'>,
): Promise<void> {
  const at = needs.clock.now()
  await ensureAccount(needs, tx, { userId })
  const treasury = treasuryAccount(guildId, userId)
  await openTreasuries(tx, [treasury], at)
  await transfer(tx, {
    id: randomUUID(),
    reason: reason === 'WITHDRAWAL' ? 'GUILD_WITHDRAWAL' : 'GUILD_DISSOLUTION',
    reference: movementId,
    leg: 0,
    currency: 'GOLD',
    amount,
    // Deposited currency is given up: whoever gets it has not bought it. `isPaidRandomItem` counts free gold as
    // currency that may have been bought, since another member may have.
    paid: 0,
    from: treasury,
    to: { kind: 'WALLET', userId },
    at,
  })
}
