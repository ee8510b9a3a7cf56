import { withTransaction } from '@waystone/kit/postgres'
import { appendEvents } from '@waystone/kit/outbox'
import { eventIdOf, type Completion } from '../domain/apply-event.js'
import { REWARD_GRANTED } from '../domain/catalog.js'
import { uuidOf } from '../domain/uuid.js'
import { completionNotFound, type Refusal } from '../errors.js'
import { readPosition } from '../repositories/catalog.js'
import { lockCompletion } from '../repositories/completion.js'
import type { Needs } from './needs.js'
import { recordEvent, envelopeOf } from './record-event.js'

/**
 * Grants the rewards of a user's own completion, once: the claim is recorded like any event, and the event
 * for the subgraphs that pay the rewards is written in the same transaction. A repeat, also a concurrent one,
 * returns the completion as the first claim left it.
 */
export async function claimQuestReward(
  needs: Needs,
  request: { userId: string; completionId: string },
): Promise<Completion | Refusal<typeof completionNotFound>> {
  const { userId } = request
  const id = uuidOf(request.completionId)
  if (id === null) return completionNotFound()
  return await withTransaction(needs.pool, async tx => {
    // Taken before the player, and by claims only: two claims of one completion wait here, and the second
    // sees the first.
    const completion = await lockCompletion(tx, { id, userId })
    if (completion === null) return completionNotFound()
    if (completion.claimedAt !== null) return completion
    const { questId, version } = completion
    const { revision } = await readPosition(tx)
    const catalog = await needs.catalogs.at(tx, revision)
    const quest = catalog.version(questId, version)
    if (quest === undefined) throw new Error(`Expected version ${version} of quest ${questId} in the catalog`)
    const claim = {
      id: eventIdOf(REWARD_GRANTED, id),
      userId,
      type: REWARD_GRANTED,
      data: { userId, questId, completionId: id, rewards: quest.definition.rewards },
      occurredAt: needs.clock.now(),
    } as const
    await recordEvent(needs, tx, claim)
    await appendEvents(tx, [envelopeOf(claim)])
    return { ...completion, claimedAt: claim.occurredAt }
  })
}
