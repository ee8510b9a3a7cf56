import type { CountsOfEvent } from '@waystone/kit/outbox'
import type { CommitCounter } from '@waystone/kit/postgres'

const created = {
  name: 'waystone_characters_created_total',
  help: 'Characters that players made',
  labelNames: [],
  series: [{}],
} as const satisfies CommitCounter

export const counters: readonly CommitCounter[] = [created]

export const countsOfEvent: CountsOfEvent = ({ type }) =>
  type === 'character.created' ? [{ counter: created, labels: {} }] : []
