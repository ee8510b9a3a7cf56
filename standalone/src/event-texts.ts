import type { DeadLetter, ReplayedEvent } from '@waystone/kit/outbox'

/** A dead letter for whoever reads a terminal, the id first. */
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

const outcomes = { applied: '✓ applied', known: '= known as applied', failed: '✗ failed again' } as const

/** What became of one. */
export function textOfReplayed({ producer, event, outcome, error }: ReplayedEvent): string {
  const about = `${outcomes[outcome]}  ${event.id}  ${event.type}, from ${producer}, aggregate ${event.aggregateId}`
  return error === null ? about : `${about}\n    ${oneLine(error)}`
}

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ')
