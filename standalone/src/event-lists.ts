import { countOf, print, printJson } from '@waystone/kit/command'
import {
  countDeadLetters,
  countRefusedEvents,
  listDeadLetters,
  listRefusedEvents,
  listWaitingEvents,
  measureBacklog,
} from '@waystone/kit/outbox'
import type { Pool } from '@waystone/kit/postgres'
import { textOfDeadLetter, textOfRefused, textOfWaiting } from './event-texts.js'

interface Listing {
  readonly subgraph: string
  readonly aggregate?: string | undefined
  readonly limit: number
  readonly json: boolean
}

/** Events of the subgraph that wait in its outbox, the oldest first. */
export async function listWaiting(pool: Pool, { subgraph, aggregate, limit, json }: Listing): Promise<void> {
  const { events: total, oldestSeconds } = await measureBacklog(pool)
  const waiting = await listWaitingEvents(pool, { aggregateId: aggregate, limit })
  if (json) {
    const events = waiting.map(({ event, isSent }) => ({ ...event, sent: isSent }))
    return printJson({ subgraph, total, oldestSeconds, events })
  }
  if (total === 0) return print(`No event of ${subgraph} waits in its outbox`)
  const verb = total === 1 ? 'waits' : 'wait'
  print(`${countOf(total, 'event')} of ${subgraph} ${verb} in its outbox, the oldest for ${oldestSeconds.toFixed(1)} s`)
  for (const each of waiting) print(textOfWaiting(each))
  if (aggregate === undefined && total > waiting.length) print(`… and ${total - waiting.length} more`)
}

/** Events that the subgraph could not apply, and those that it refused. */
export async function listDead(pool: Pool, { subgraph, aggregate, limit, json }: Listing): Promise<void> {
  const filter = { aggregateId: aggregate }
  const [total, refusedTotal] = [await countDeadLetters(pool, filter), await countRefusedEvents(pool, filter)]
  const letters = await listDeadLetters(pool, { ...filter, limit })
  const refused = await listRefusedEvents(pool, { ...filter, limit })
  if (json) return printJson({ subgraph, total, deadLetters: letters, refusedTotal, refusedEvents: refused })
  print(total === 0 ? `${subgraph} has no dead letters` : `${subgraph} has ${countOf(total, 'dead letter')}`)
  for (const letter of letters) print(`\n${textOfDeadLetter(letter)}`)
  if (total > letters.length) print(`\n… and ${total - letters.length} more`)
  if (refusedTotal === 0) return
  print(
    `\n${subgraph} refused ${countOf(refusedTotal, 'event')} that ${refusedTotal === 1 ? 'is' : 'are'} not shown to be a producer’s, that it denies, or that may have been applied before`,
  )
  for (const each of refused) print(`\n${textOfRefused(each)}`)
  if (refusedTotal > refused.length) print(`\n… and ${refusedTotal - refused.length} more`)
}
