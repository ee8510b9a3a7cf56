import type * as z from 'zod'
import { findGrantedRewards, GRANTS_PER_CALL_MAX } from './calls.js'
import { eventTypes, parseEvent, UnknownEvent, type EventOf } from './events.js'
import type { Reward } from './shared.js'

type Envelope = Parameters<typeof parseEvent>[0]
type Granted = EventOf<'quest.reward_granted'>
/** What an event of quests has granted, as quests has recorded it. */
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
 * For a consumer of quests: tells the ids of events that grant what quests, when asked, has not granted: to this user, for this
 * completion, these rewards, by an event with this id. Events without rewards of these kinds have no effect there, and are not
 * asked about. The answer comes by one call for a hundred of them.
 */
export function createRewardCheck(options: {
  readonly kinds: readonly Reward['kind'][]
  readonly services: Services
}): (events: readonly Envelope[]) => Promise<ReadonlySet<string>> {
  const { kinds, services } = options
  return async events => {
    const unconfirmed = new Map<string, Granted>()
    for (const event of events) {
      const granted = grantedBy(event)
      if (granted?.data.rewards.some(({ kind }) => kinds.includes(kind)) === true) unconfirmed.set(granted.id, granted)
    }
    // No event of quests has another id, and the call would not take it.
    const ids = [...unconfirmed.keys()].filter(id => eventId.safeParse(id).success)
    const denied = new Set(unconfirmed.keys())
    for (let start = 0; start < ids.length; start += GRANTS_PER_CALL_MAX) {
      const eventIds = ids.slice(start, start + GRANTS_PER_CALL_MAX)
      const { grants } = await services.call(findGrantedRewards, { eventIds }, { deadlineMs: DEADLINE_MS })
      for (const grant of grants) if (confirms(grant, unconfirmed.get(grant.eventId))) denied.delete(grant.eventId)
    }
    return denied
  }
}

/** Null for other events, and for those that whoever applies them finds to be malformed. */
function grantedBy(envelope: Envelope): Granted | null {
  if (envelope.type !== 'quest.reward_granted') return null
  try {
    const event = parseEvent(envelope)
    return event.type === 'quest.reward_granted' ? event : null
  } catch (error) {
    if (error instanceof UnknownEvent) return null
    throw error
  }
}

const confirms = ({ eventId: id, ...recorded }: GrantedReward, event: Granted | undefined): boolean =>
  event?.id === id && event.aggregateId === recorded.userId && grantText(event.data) === grantText(recorded)

/** What is parsed has its fields in the order of the schema, so that equal grants are equal texts. */
const grantText = (grant: Granted['data']): string =>
  JSON.stringify(eventTypes['quest.reward_granted'].data.parse(grant))
