import { canonicalJson } from '../canonical-json.js'
import type { DefinitionProblem } from '../check-banner.js'
import { isModel, type Definition } from '../banner.js'
import type { Counter, Exchange, Milestone, ModelDefinition } from './definition.js'

/**
 * Checks that players keep what the current version has promised for their points: an exchange stays, costs no more,
 * and gives at least the same. Milestones and their orders stay as they are, and counters and points end as they were
 * to end.
 */
export function checkPromises(current: ModelDefinition, next: ModelDefinition): readonly DefinitionProblem[] {
  return [
    ...current.exchanges.flatMap(before => checkExchange(before, next)),
    ...current.milestones.flatMap(before => checkMilestone(before, next)),
    ...current.milestones.flatMap(({ give }) => ('order' in give ? checkGift(give.order, { current, next }) : [])),
    ...Object.entries(current.counters).flatMap(([name, { onClose }]) => {
      const after = next.counters[name]
      return after === undefined || isSame(after.onClose, onClose) ? [] : [changed(`counters.${name}.onClose`)]
    }),
  ]
}

/**
 * A banner whose points or counters have ended with it does not open again: they would count on.
 * @param at.hasBegunToEnd some have ended, also where the clock of another process was ahead
 */
export function checkReopening(
  current: Definition,
  next: Definition,
  { now, hasBegunToEnd }: { readonly now: Date; readonly hasBegunToEnd: boolean },
): readonly DefinitionProblem[] {
  const hasClosed = ({ closesAt }: Definition) => closesAt !== null && new Date(closesAt) <= now
  if (!mayReopen(current, next) || hasClosed(next) || !(hasBegunToEnd || hasClosed(current))) return []
  return [{ path: 'closesAt', message: 'must not open the banner again: points and counters have ended with it' }]
}

/** The next version closes later than the current one, with which points or counters end. */
export function mayReopen(current: Definition, next: Definition): boolean {
  if (!isModel(current) || current.closesAt === null) return false
  const ends: readonly (Counter | Exchange)[] = [...Object.values(current.counters), ...current.exchanges]
  const isLater = next.closesAt === null || new Date(next.closesAt) > new Date(current.closesAt)
  return isLater && ends.some(({ onClose }) => onClose !== 'keep')
}

/** Counters that other banners count as well cannot end with one of them. */
export const checkCounterEnd = ({ scope, onClose }: Counter, path: string): readonly DefinitionProblem[] =>
  onClose === 'keep' || scope === 'banner'
    ? []
    : [{ path: `${path}.onClose`, message: 'must be "keep" unless the scope is "banner": other banners count it, too' }]

function checkExchange(before: Exchange, { exchanges }: ModelDefinition): readonly DefinitionProblem[] {
  const { name } = before
  const index = exchanges.findIndex(each => each.name === name)
  const after = exchanges[index]
  if (after === undefined)
    return [{ path: 'exchanges', message: `must keep ${name}: players have points of it`, names: [name] }]
  const path = `exchanges[${index}]`
  return [
    ...(after.pointsPer === before.pointsPer ? [] : [changed(`${path}.pointsPer`)]),
    ...(isSame(after.onClose, before.onClose) ? [] : [changed(`${path}.onClose`)]),
    ...(after.cost <= before.cost ? [] : [atMost(`${path}.cost`, { max: before.cost, actual: after.cost })]),
    ...(after.limit === undefined || (before.limit !== undefined && after.limit >= before.limit)
      ? []
      : [fewer(`${path}.limit`)]),
    ...before.choices.flatMap(id =>
      after.choices.includes(id)
        ? []
        : [{ path: `${path}.choices`, message: `must keep ${id}: players have points for it`, names: [id] }],
    ),
  ]
}

function checkMilestone(before: Milestone, { milestones }: ModelDefinition): readonly DefinitionProblem[] {
  const { name } = before
  const index = milestones.findIndex(each => each.name === name)
  if (index === -1)
    return [{ path: 'milestones', message: `must keep ${name}: players are on their way`, names: [name] }]
  if (isSame(milestones[index], before)) return []
  return [{ path: `milestones[${index}]`, message: 'must stay as it is: players are on their way to it' }]
}

/** An order that a milestone gives stays with the milestone: its draws, its limit, and the counters that it moves. */
function checkGift(
  name: string,
  { current, next }: { readonly current: ModelDefinition; readonly next: ModelDefinition },
): readonly DefinitionProblem[] {
  const before = current.orders.find(each => each.name === name)
  const index = next.orders.findIndex(each => each.name === name)
  if (index === -1)
    return [{ path: 'orders', message: `must keep ${name}: players are on their way to it`, names: [name] }]
  if (isSame(next.orders[index], before)) return []
  return [{ path: `orders[${index}]`, message: 'must stay as it is: players are on their way to it' }]
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other)

const changed = (path: string): DefinitionProblem => ({
  path,
  message: 'must stay as it is: players have points that it is about',
})

const atMost = (path: string, { max, actual }: { max: number; actual: number }): DefinitionProblem => ({
  path,
  message: `must be ${max} or less: players have points for it`,
  rule: 'RANGE',
  max,
  actual,
})

const fewer = (path: string): DefinitionProblem => ({
  path,
  message: 'must allow as many exchanges as before: players have points for them',
})
