import type * as z from 'zod'
import { findBannerPayouts } from './banner-calls.js'
import { findGrantedRewards, GRANTS_PER_CALL_MAX } from './calls.js'
import { eventTypes, parseEvent, UnknownEvent, type EventOf } from './events.js'
import { findClaimedMails } from './mail-calls.js'
import type { Reward } from './shared.js'

type Envelope = Parameters<typeof parseEvent>[0]

/** For each event that grants rewards, how its producer is asked what it has granted. */
const grantors = {
  'quest.reward_granted': (services: Services, eventIds: string[]) =>
    services.call(findGrantedRewards, { eventIds }, { deadlineMs: DEADLINE_MS }),
  'mail.claimed': (services: Services, eventIds: string[]) =>
    services.call(findClaimedMails, { eventIds }, { deadlineMs: DEADLINE_MS }),
  'banner.paid_out': (services: Services, eventIds: string[]) =>
    services.call(findBannerPayouts, { eventIds }, { deadlineMs: DEADLINE_MS }),
}
type GrantType = keyof typeof grantors
type Granted = EventOf<GrantType>

/** The grant of an event, as its producer has recorded it: quests, notifications, or gacha. */
export type GrantedReward = z.infer<typeof findGrantedRewards.output>['grants'][number]
export type ClaimedMail = z.infer<typeof findClaimedMails.output>['grants'][number]
export type BannerPayout = z.infer<typeof findBannerPayouts.output>['grants'][number]
type RecordedGrant = GrantedReward | ClaimedMail | BannerPayout

interface Asked {
  readonly eventIds: string[]
}
interface Options {
  readonly deadlineMs: number
}

/** The service client of the consumer. */
interface Services {
  call(
    call: typeof findGrantedRewards,
    input: Asked,
    options: Options,
  ): Promise<z.infer<typeof findGrantedRewards.output>>
  call(call: typeof findClaimedMails, input: Asked, options: Options): Promise<z.infer<typeof findClaimedMails.output>>
  call(
    call: typeof findBannerPayouts,
    input: Asked,
    options: Options,
  ): Promise<z.infer<typeof findBannerPayouts.output>>
}

const DEADLINE_MS = 2_000
const eventId = findGrantedRewards.input.shape.eventIds.element

/**
 * For a consumer of quests, notifications and gacha: tells which events grant what their producer, when asked, has not
 * granted: to this user, for this reason, these rewards, by an event with this id. Events without rewards of these
 * kinds have no effect there, and are not asked about. The answer comes by one call for a hundred ids.
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
    const recorded = new Map<string, RecordedGrant>()
    for (const type of grantTypes) {
      const asked = [...grantedBy.values()].filter(granted => granted.type === type)
      for (const grant of await findGrants(services, type, asked)) recorded.set(keyOf(type, grant.eventId), grant)
    }
    return events.filter(event => {
      const granted = grantedBy.get(event)
      return granted !== undefined && !confirms(recorded.get(keyOf(granted.type, event.id)), granted)
    })
  }
}

const grantTypes = Object.keys(grantors) as GrantType[]

/** Producers make the ids of their own events only. */
const keyOf = (type: GrantType, id: string): string => `${type} ${id}`

async function findGrants(services: Services, type: GrantType, events: readonly Granted[]): Promise<RecordedGrant[]> {
  // No event has another id, and the call would not take it.
  const ids = [...new Set(events.map(({ id }) => id))].filter(id => eventId.safeParse(id).success)
  const found: RecordedGrant[] = []
  for (let start = 0; start < ids.length; start += GRANTS_PER_CALL_MAX) {
    const { grants } = await grantors[type](services, ids.slice(start, start + GRANTS_PER_CALL_MAX))
    found.push(...grants)
  }
  return found
}

const isGrant = (event: { readonly type: string }): event is Granted => Object.hasOwn(grantors, event.type)

/** Null for other events, and for malformed ones, which the consumer refuses when it applies them. */
function grantOf(envelope: Envelope): Granted | null {
  if (!isGrant(envelope)) return null
  try {
    const event = parseEvent(envelope)
    return isGrant(event) ? event : null
  } catch (error) {
    if (error instanceof UnknownEvent) return null
    throw error
  }
}

function confirms(recorded: RecordedGrant | undefined, { type, aggregateId, data }: Granted): boolean {
  if (recorded === undefined || recorded.userId !== aggregateId) return false
  const { eventId: _, ...grant } = recorded
  return grantText(type, grant) === grantText(type, data)
}

/** A parsed grant has its fields in the order of the schema, so that equal grants are equal texts. */
const grantText = (type: GrantType, grant: object): string => JSON.stringify(eventTypes[type].data.parse(grant))
