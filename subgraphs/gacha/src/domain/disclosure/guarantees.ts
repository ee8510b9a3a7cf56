import type { CompiledModel } from '../banner-model/compile.js'
import type { Curve, Exchange, Milestone, ModelDefinition, Wishes } from '../banner-model/definition.js'
import { MICROS } from '../chance.js'
import { countedSince, eventWords, whenWords, wordsOfSetting } from './counter-words.js'

/**
 * Everything that a banner makes certain, one sentence each: ceilings, guarantees, forced prizes, gifts, exchanges, and
 * the changes of a choice.
 */
export function guaranteesOf({ definition, chances }: CompiledModel): readonly string[] {
  const { tiers, forces, milestones, exchanges, target, wishes, closesOn } = definition
  const ofTiers = tiers.flatMap(({ name, chance = [] }, tier) => {
    const unless = tier === 0 ? '' : ', unless a better tier takes the draw'
    return chance.flatMap((curve, index) => {
      const place = certainFrom(chances.tiers[tier]?.chance?.[index]?.chances)
      return place === null ? [] : [`${name} is certain${whereWords(definition, curve, place)}${unless}.`]
    })
  })
  const ofPools = tiers.flatMap(({ name, pools }, tier) =>
    pools.flatMap(({ name: pool, chance }, at) =>
      (Array.isArray(chance) ? chance : []).flatMap((curve, index) => {
        const place = certainFrom(chances.tiers[tier]?.pools[at]?.chance?.[index]?.chances)
        const what = `The next ${name} is one of "${pool}" for certain`
        return place === null ? [] : [`${what}${whereWords(definition, curve, place)}.`]
      }),
    ),
  )
  const ofForces = forces.map(
    ({ when, tier, pool }) =>
      `${eventWords(pool === undefined ? tier : `${tier}.${pool}`)} is certain ${whenWords(when)}, before any roll.`,
  )
  const ofOwned = tiers.flatMap(({ name: tier, pools }) =>
    pools.flatMap(pool => (pool.source === 'unowned' ? [unownedWords(`${tier}.${pool.name}`, pool.refill)] : [])),
  )
  return [
    ...ofTiers,
    ...ofPools,
    ...ofOwned,
    ...ofForces,
    ...milestones.map(milestone => milestoneWords(milestone, definition)),
    ...exchanges.map(exchangeWords),
    ...(target === undefined ? [] : targetWords(target)),
    ...(wishes === undefined ? [] : wishesWords(wishes)),
    ...(closesOn === undefined ? [] : [`The first draw of ${eventWords(closesOn)} closes the banner for the player.`]),
  ]
}

const unownedWords = (pool: string, refill: 'never' | 'empty'): string =>
  `${eventWords(pool)} leaves out what the player owns${refill === 'never' ? ', and gives nothing more once all of it is owned' : ', and begins anew once all of it is owned'}.`

/** The smallest value of its counter at which a curve is certain. */
function certainFrom(chances: Int32Array | undefined): number | null {
  const place = chances?.indexOf(MICROS) ?? -1
  return place === -1 ? null : place
}

function whereWords({ counters }: ModelDefinition, { by, when }: Curve, value: number): string {
  const condition = when === undefined ? '' : ` ${whenWords(when)}`
  const counter = by === undefined ? undefined : counters[by]
  if (by === undefined || counter === undefined) return condition
  const since = countedSince(counter)
  if (since !== null) return ` in draw ${value + 1} since the last ${eventWords(since)}${condition}`
  const after = wordsOfSetting(counter, value)
  if (after !== null) return ` after ${after}${condition}`
  return ` from ${by} ${value} on${condition}`
}

const choiceWords = (choices: readonly string[]): string =>
  choices.length === 1 ? 'an item' : `one of ${choices.length} items, as the player chooses`

/** Sentences about a choice: whether it stays, and the counters that another one sets back. */
function targetWords({ change, resets }: NonNullable<ModelDefinition['target']>): readonly string[] {
  if (change === 'never') return ['The item that the player chooses first stays chosen.']
  return [`The player can choose another item at any time${resetWords(resets)}.`]
}

/** Sentences about the list of wishes: its length, and the counters that another list sets back. */
const wishesWords = ({ choices, count: [min, max], resets }: Wishes): readonly string[] => [
  `The player lists ${min === max ? `${max}` : `${min} to ${max}`} of ${choices.length} items before the first draw.`,
  `The player can make another list at any time${resetWords(resets)}.`,
]

function resetWords(resets: readonly string[]): string {
  if (resets.length === 0) return ', and all counters stay'
  return `; that sets ${resets.join(', ')} back to ${resets.length === 1 ? 'its start' : 'their start'}`
}

function milestoneWords(
  { at, every, counts, give }: Milestone,
  { closesAt, closesOn }: Pick<ModelDefinition, 'closesAt' | 'closesOn'>,
): string {
  const what = 'item' in give ? 'an item' : 'order' in give ? `the order "${give.order}"` : choiceWords(give.choice)
  const when = at === undefined ? `Every ${every ?? 0} times` : `The first ${at} times`
  const lapses = 'order' in give && (closesAt !== null || closesOn !== undefined)
  return `${when} ${eventWords(counts)} give ${what}.${lapses ? ' It lapses when the banner closes.' : ''}`
}

function exchangeWords({ pointsPer, cost, choices, limit, onClose }: Exchange): string {
  const limited = limit === undefined ? '' : `, ${limit} times at most`
  const after =
    onClose === 'keep'
      ? ''
      : onClose === 'drop'
        ? ' Points are lost when the banner closes.'
        : ` Each point becomes ${onClose.rate} ${onClose.convert} when the banner closes.`
  const point = `There is a point for ${pointsPer === '*' ? 'each draw' : `each ${eventWords(pointsPer)}`}`
  return `${point}; ${cost} points are exchanged for ${choiceWords(choices)}${limited}.${after}`
}
