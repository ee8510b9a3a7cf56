import { RequestFault } from '@waystone/kit/errors'
import { withTransaction } from '@waystone/kit/postgres'
import { clientSeedRule, isClientSeed } from '../domain/fairness.js'
import { nextUtcDay, startOfUtcDay } from '../domain/utc-day.js'
import {
  countRevealedSeeds,
  followSeed,
  lockSeed,
  revealSeed,
  type Commitment,
  type NewSeed,
} from '../repositories/fairness.js'
import type { Needs } from './needs.js'
import { newSeed, nextSeed } from './new-seed.js'

export interface FairnessRotation {
  readonly revealedServerSeed: string
  readonly revealedServerSeedHash: string
  readonly next: Commitment
}

/**
 * Reveals the user's seed and puts the one in its place that `nextServerSeedHash` has committed to, in one
 * transaction that no draw can come between: a revealed seed never draws again. Rotations of one user run one
 * after the other.
 * @throws RequestFault BAD_USER_INPUT for a client seed that breaks the rule, LIMIT_EXCEEDED for one rotation
 * too many of a UTC day
 */
export async function rotateFairnessSeed(
  needs: Needs,
  { userId, clientSeed }: { userId: string; clientSeed: string | null },
): Promise<FairnessRotation> {
  if (clientSeed !== null && !isClientSeed(clientSeed))
    throw new RequestFault('BAD_USER_INPUT', `"clientSeed" must be ${clientSeedRule}`)
  return await withTransaction(needs.pool, async tx => {
    // A user who has none gets one, revealed at once: nothing was drawn with it.
    const old = await lockSeed(tx, newSeed(needs, userId))
    const at = needs.clock.now()
    const revealed = await countRevealedSeeds(tx, userId, startOfUtcDay(at))
    if (revealed >= needs.seedRotationsDailyMax) throw tooManyRotations(needs.seedRotationsDailyMax, at)
    await revealSeed(tx, old.id, at)
    const now: NewSeed = {
      ...old.next,
      id: needs.random.uuid(),
      userId,
      clientSeed: clientSeed ?? old.clientSeed,
      next: nextSeed(needs, userId),
      createdAt: at,
    }
    await followSeed(tx, old.number + 1, now)
    return {
      revealedServerSeed: needs.sealer.open(old.sealedSeed, old).toString('hex'),
      revealedServerSeedHash: old.serverSeedHash,
      next: {
        serverSeedHash: now.serverSeedHash,
        clientSeed: now.clientSeed,
        nextNonce: 0,
        nextServerSeedHash: now.next.serverSeedHash,
      },
    }
  })
}

function tooManyRotations(max: number, now: Date): RequestFault {
  const retryAfterSeconds = Math.ceil((nextUtcDay(now).getTime() - now.getTime()) / 1000)
  const message = `A seed may be rotated ${max} times in a UTC day; try again in ${retryAfterSeconds} s`
  return new RequestFault('LIMIT_EXCEEDED', message, { limit: 'seedRotations', max, retryAfterSeconds })
}
