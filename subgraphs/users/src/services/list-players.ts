import type * as z from 'zod'
import type { listPlayers as call } from '@waystone/events'
import { countPlayers, findPlayerPage } from '../repositories/player-page.js'
import type { Needs } from './needs.js'

/** A page of accounts, by id, for a service that goes through all of them. */
export async function listPlayers(
  { pool }: Pick<Needs, 'pool'>,
  { after, limit, createdUntilMs, among, isCounted }: z.infer<typeof call.input>,
): Promise<z.infer<typeof call.output>> {
  const filter = { createdUntil: new Date(createdUntilMs), among }
  return {
    userIds: [...(await findPlayerPage(pool, filter, { after, limit }))],
    totalCount: isCounted ? await countPlayers(pool, filter) : null,
  }
}
