import type * as z from 'zod'
import { findGrantedRewards, GRANTS_PER_CALL_MAX } from './calls.js'
import { eventTypes, parseEvent, UnknownEvent, type EventOf } from './events.js'
import type { Reward } from './shared.js'

type Envelope = Parameters<typeof parseEvent>[0]
type Granted = EventOf<'quest.reward_granted'>
/** The grant of an event, as quests has recorded it. */
export type GrantedReward = z.infer<typeof findGrantedRewards.output>['grants'][number]

/** The service client of the consumer. */
interface Services {
  call(
    call: typeof findGrantedRewards,
    input: z.infer<typeof findGrantedRewards.input>,
    options: { deadlineMs: number },
  ): Promise<z.infer<typeof findGrantedRewards.output>>
}

const DEADLINE_MS = 2_000
const eventId = findGrantedRewards.input.shape.eventIds.element

/**
 * For a consumer of quests: tells which events grant what quests, when asked, has not granted: to this user,
 * for this completion, these rewards, by an event with this id. Events without rewards of these kinds have no
 * effect there, and are not asked about. The answer comes by one call for a hundred ids.
 */
export function createRewardCheck(options: {
  readonly kinds: readonly Reward['kind'][]
  readonly services: Services
}): <Event extends Envelope>(events: readonly Event[]) => Promise<readonly Event[]> {
  const { kinds, services } = options
  return async events => {
    const grantedBy = new Map(
      events.flatMap(event => {
        const granted = grantOf(event)
        const isGivenHere = granted?.data.rewards.some(({ kind }) => kinds.includes(kind))
        return granted !== null && isGivenHere === true ? [[event, granted] as const] : []
      }),
    )
    const recorded = new Map<string, GrantedReward>()
    // No event of quests has another id, and the call would not take it.
    const ids = [...new Set([...grantedBy.keys()].map(({ id }) => id))].filter(id => eventId.safeParse(id).success)
    for (let start = 0; start < ids.length; start += GRANTS_PER_CALL_MAX) {
      const eventIds = ids.slice(start, start + GRANTS_PER_CALL_MAX)
      const { grants } = await services.call(findGrantedRewards, { eventIds }, { deadlineMs: DEADLINE_MS })
      for (const grant of grants) recorded.set(grant.eventId, grant)
    }
    return events.filter(event => {
      const granted = grantedBy.get(event)
      return granted !== undefined && !confirms(recorded.get(event.id), granted)
    })
  }
}

/** Null for other events, and for malformed ones, which the consumer refuses when it applies them. */
function grantOf(envelope: Envelope): Granted | null {
  if (envelope.type !== 'quest.reward_granted') return null
  try {
    const event = parseEvent(envelope)
    return event.type === 'quest.reward_granted' ? event : null
  } catch (error) {
    if (error instanceof UnknownEvent) return null
    throw error
  }
}

function confirms(recorded: GrantedReward | undefined, { aggregateId, data }: Granted): boolean {
  if (recorded === undefined || recorded.userId !== aggregateId) return false
  const { eventId: _, ...grant } = recorded
  return grantText(grant) === grantText(data)
}

/** A parsed grant has its fields in the order of the schema, so that equal grants are equal texts. */
const grantText = (grant: Granted['data']): string =>
  JSON.stringify(eventTypes['quest.reward_granted'].data.parse(grant))
