import type { DeadLetter, RefusedEvent, ReplayedEvent, ReplayedRefusal, WaitingEvent } from '@waystone/kit/outbox'

/** An event that waits in the outbox, on one line. */
export const textOfWaiting = ({ event, isSent }: WaitingEvent): string =>
  `${event.occurredAt}  ${event.id}  ${event.type}  aggregate ${event.aggregateId}  ${isSent ? 'sent' : 'not sent'}`

/** Formats a dead letter for a terminal, the id first. */
export function textOfDeadLetter({
  producer,
  event,
  error,
  attempts,
  firstFailedAt,
  lastFailedAt,
}: DeadLetter): string {
  const times = `first ${firstFailedAt.toISOString()}, last ${lastFailedAt.toISOString()}`
  return [
    `${event.id}  ${event.type} v${event.version}, from ${producer}, of ${event.occurredAt}`,
    `  aggregate  ${event.aggregateId}`,
    `  attempts   ${attempts === 0 ? `none, waits since ${firstFailedAt.toISOString()}` : `${attempts}, ${times}`}`,
    `  error      ${oneLine(error)}`,
  ].join('\n')
}

const outcomes = {
  applied: '✓ applied',
  known: '= known as applied',
  denied: '✗ refused: its producer does not confirm it',
  failed: '✗ failed again',
} as const

/** Describes the outcome of one replayed event. */
export function textOfReplayed({ producer, event, outcome, error }: ReplayedEvent): string {
  const about = `${outcomes[outcome]}  ${event.id}  ${event.type}, from ${producer}, aggregate ${event.aggregateId}`
  return error === null ? about : `${about}\n    ${oneLine(error)}`
}

/** Counts replayed events by their outcomes. */
export function textOfCounts(replayed: readonly ReplayedEvent[]): string {
  const count = (outcome: ReplayedEvent['outcome']) => replayed.filter(one => one.outcome === outcome).length
  const known = count('known') === 0 ? '' : `, ${count('known')} known as applied`
  const denied = count('denied') === 0 ? '' : `, ${count('denied')} refused`
  return `${count('applied')} applied${known}${denied}, ${count('failed')} failed again`
}

/** Formats a refused event, its number first: ids within it were chosen by its writer. */
export function textOfRefused({
  id,
  producer,
  stream,
  reason,
  eventId,
  type,
  aggregateId,
  refusedAt,
}: RefusedEvent): string {
  return [
    `refused ${id}  ${reason}, ${placeOf({ stream, producer })}, ${refusedAt.toISOString()}`,
    `  says it is  ${type ?? 'no event'}  ${eventId ?? ''}`,
    `  aggregate   ${aggregateId ?? 'none'}`,
  ].join('\n')
}

const refusedOutcomes = {
  applied: '✓ verified, applied',
  known: '= verified, known as applied',
  parked: '= verified, waits behind a dead letter',
  refused: '✗ refused again',
  failed: '✗ verified, and failed',
} as const

export function textOfReplayedRefusal({ refused, outcome, error }: ReplayedRefusal): string {
  const about = `${refusedOutcomes[outcome]}  refused ${refused.id}, ${placeOf(refused)}`
  return error === null ? about : `${about}\n    ${oneLine(error)}`
}

const placeOf = ({ stream, producer }: Pick<RefusedEvent, 'stream' | 'producer'>): string =>
  stream === '' ? `of ${producer}` : `in ${stream} of ${producer}`

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')
