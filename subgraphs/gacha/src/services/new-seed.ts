import { commitmentOf, SERVER_SEED_BYTES } from '../domain/fairness.js'
import type { NewSeed, NextSeed } from '../repositories/fairness.js'
import type { Needs } from './needs.js'

const CLIENT_SEED_BYTES = 8

/**
 * A first seed, committed to together with the one after it. Its client seed is random; users name their own
 * with the next.
 */
export const newSeed = (needs: Pick<Needs, 'clock' | 'random' | 'sealer'>, userId: string): NewSeed => ({
  ...nextSeed(needs, userId),
  id: needs.random.uuid(),
  userId,
  clientSeed: needs.random.bytes(CLIENT_SEED_BYTES).toString('hex'),
  next: nextSeed(needs, userId),
  createdAt: needs.clock.now(),
})

/** A fresh server seed, sealed, and its public hash. */
export function nextSeed(needs: Pick<Needs, 'random' | 'sealer'>, userId: string): NextSeed {
  const serverSeed = needs.random.bytes(SERVER_SEED_BYTES)
  const serverSeedHash = commitmentOf(serverSeed)
  return { sealedSeed: needs.sealer.seal(serverSeed, { userId, serverSeedHash }), serverSeedHash }
}
