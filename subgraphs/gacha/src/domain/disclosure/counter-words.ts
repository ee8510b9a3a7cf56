import type { Counter, Event, When } from '../banner-model/definition.js'
import { partsOf } from '../banner-model/events.js'

/** The meaning of a counter in sentences for players: its count, where it is kept and what becomes of it. */
export function meaningOf(counter: Counter): string {
  return [`${countWords(counter)}.`, scopeWords(counter), closeWords(counter)].filter(words => words !== '').join(' ')
}

/** An event as players read it. */
export function eventWords(event: Event): string {
  const { tier, orBetter, pool } = partsOf(event)
  if (tier === null) return 'any draw'
  if (orBetter) return `${tier} or better`
  return pool === null ? tier : `${tier} of "${pool}"`
}

/** Condition of a rule: "while lost is 1 and step is 2". Empty where there is none. */
export function whenWords(when: When | undefined): string {
  const parts = Object.entries(when ?? {}).map(([name, value]) => `${name} is ${value}`)
  return parts.length === 0 ? '' : `while ${parts.join(' and ')}`
}

/** The event that a counter counts the draws since; null for any other counter. */
export function countedSince({ on, per }: Counter): Event | null {
  const [reset, count, ...rest] = on
  if (reset === undefined || count === undefined || rest.length > 0 || per !== 'draw') return null
  const isPlain = reset[2] === undefined && count[2] === undefined
  return isPlain && reset[1].set === 0 && count[0] === '*' && count[1].add === 1 ? reset[0] : null
}

/** The events after which a counter has a value, where the last of these events alone decides it; else null. */
export function wordsOfSetting({ on }: Counter, value: number): string | null {
  if (on.some(([, { set }, when]) => set === undefined || when !== undefined)) return null
  const words = on.flatMap(([event, { set }], index) => {
    if (set !== value) return []
    // The first entry that matches applies.
    const before = on.slice(0, index).filter(([other, change]) => change.set !== value && mayBe(other, event))
    const except = before.map(([other]) => eventWords(other)).join(' and ')
    return [before.length === 0 ? eventWords(event) : `${eventWords(event)} other than ${except}`]
  })
  return words.length === 0 ? null : words.join(' or ')
}

/** Returns whether a draw can be both events. */
const mayBe = (event: Event, other: Event): boolean =>
  other === '*' || other.endsWith('+') || event.startsWith(`${other}.`) || event === other

function countWords(counter: Counter): string {
  const { on, max, per, start } = counter
  const since = countedSince(counter)
  if (since !== null) return `Draws since the last ${eventWords(since)}, counted to ${max} at most`
  const [one, zero] = [wordsOfSetting(counter, 1), wordsOfSetting(counter, 0)]
  if (max === 1 && start === 0 && per === 'draw' && one !== null && zero !== null)
    return `1 after ${one}, 0 again after ${zero}`
  const moves = on.map(([event, { set, add }, when]) => {
    const change = set === undefined ? `plus ${add ?? 0}` : String(set)
    return [`${change} after ${eventWords(event)}`, whenWords(when)].filter(words => words !== '').join(' ')
  })
  const range = `0 to ${max}, ${typeof start === 'number' ? `${start} at first` : 'drawn at first'}`
  return `${range}: ${moves.join('; else ')}${per === 'order' ? ', once an order by its last draw' : ''}`
}

function scopeWords({ scope }: Counter): string {
  if (typeof scope === 'object') return `Shared by all banners of the group ${scope.group}.`
  switch (scope) {
    case 'banner':
      return 'Kept for this banner.'
    case 'user':
      return 'Shared by all banners.'
    case 'item':
      return 'Kept for each chosen item.'
    case 'order':
      return 'Begins anew with each order.'
  }
}

function closeWords({ onClose }: Counter): string {
  if (onClose === 'keep') return ''
  if (onClose === 'drop') return 'Lost when the banner closes.'
  return `Each point becomes ${onClose.rate} ${onClose.convert} when the banner closes.`
}
