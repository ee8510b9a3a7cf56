import { randomUUID } from 'node:crypto'
import { newEvent, type EventData, type EventOf } from '@waystone/events'
import { appendEvents } from '@waystone/kit/outbox'
import type { Queryable } from '@waystone/kit/postgres'

type Data = EventData<'user.security_changed'>
interface SecurityChange extends Pick<Data, 'userId' | 'change'>, Partial<Pick<Data, 'sessionId' | 'provider'>> {
  readonly at: Date
}

/** The event of a change that the account's owner must hear of. */
export const securityChanged = ({ at, ...change }: SecurityChange): EventOf<'user.security_changed'> =>
  newEvent('user.security_changed', {
    id: randomUUID(),
    occurredAt: at,
    data: { sessionId: null, provider: null, ...change },
  })

/** Tells of it in the transaction that makes it; the caller has locked the user. */
export const tellSecurity = (tx: Queryable, change: SecurityChange): Promise<void> =>
  appendEvents(tx, [securityChanged(change)])
