import type { CountsOfEvent } from '@waystone/kit/outbox'
import type { CommitCounter } from '@waystone/kit/postgres'

export const counters: readonly CommitCounter[] = []

export const countsOfEvent: CountsOfEvent = () => []
