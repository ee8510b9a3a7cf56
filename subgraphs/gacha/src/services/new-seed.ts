import { commitmentOf, SERVER_SEED_BYTES } from '../domain/fairness.js'
import type { NewSeed } from '../repositories/fairness.js'
import type { Needs } from './needs.js'

const CLIENT_SEED_BYTES = 8

/** A fresh seed, committed to by its hash. Users who name no client seed get a random one. */
export function newSeed(needs: Pick<Needs, 'clock' | 'random'>, clientSeed?: string): NewSeed {
  const serverSeed = needs.random.bytes(SERVER_SEED_BYTES)
  return {
    id: needs.random.uuid(),
    serverSeed,
    serverSeedHash: commitmentOf(serverSeed),
    clientSeed: clientSeed ?? needs.random.bytes(CLIENT_SEED_BYTES).toString('hex'),
    createdAt: needs.clock.now(),
  }
}
