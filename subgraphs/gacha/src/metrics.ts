import { parseEvent } from '@waystone/events'
import type { CountsOfEvent } from '@waystone/kit/outbox'
import { allSeries, type CommitCounter, type Count } from '@waystone/kit/postgres'
import { rarities } from './domain/rarity.js'

const pulls = {
  name: 'waystone_pulls_total',
  help: 'Pulls that ended: DRAWN, REFUSED since the wallet held too little, or RELEASED since the banner closed meanwhile',
  labelNames: ['status'],
  series: allSeries({ status: ['DRAWN', 'REFUSED', 'RELEASED'] }),
} as const satisfies CommitCounter

const pulledItems = {
  name: 'waystone_pulled_items_total',
  help: 'Items that were drawn: one or ten a pull, by rarity',
  labelNames: ['rarity'],
  series: allSeries({ rarity: rarities }),
} as const satisfies CommitCounter

export const counters: readonly CommitCounter[] = [pulls, pulledItems]

export const countsOfEvent: CountsOfEvent = envelope => {
  if (envelope.type !== 'pull.drawn') return []
  const event = parseEvent(envelope)
  const items = event.type === 'pull.drawn' ? event.data.items : []
  return [pullCount('DRAWN'), ...items.map(({ rarity }): Count => ({ counter: pulledItems, labels: { rarity } }))]
}

export const pullCount = (status: 'DRAWN' | 'REFUSED' | 'RELEASED'): Count => ({ counter: pulls, labels: { status } })
