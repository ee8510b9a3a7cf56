import type { DefinitionProblem } from '../check-banner.js'
import type { ModelDefinition, Wishes } from './definition.js'
import { checkCounterName, checkUnique } from './names.js'
import { followsList } from './wishes.js'

/** Checks the list of wishes: pools of one tier follow it, and it never leaves one of them without an item. */
export function checkWishes(definition: ModelDefinition): DefinitionProblem[] {
  const { wishes, target } = definition
  const pools = listPoolsOf(definition)
  if (wishes === undefined)
    return pools.map(({ path }) => ({
      path: `${path}.source`,
      message: 'needs wishes of the banner, whose choices it gives',
    }))
  return [
    ...(target === undefined
      ? []
      : [{ path: 'wishes', message: 'must be left out beside a target: a player chooses one item, or a list' }]),
    ...(pools.some(({ source }) => source === 'wished')
      ? []
      : [{ path: 'wishes', message: 'has no effect: no pool has the source "wished"' }]),
    ...checkTier(pools),
    ...checkCount(wishes, { leavesSome: pools.some(({ source }) => source === 'unwished') }),
    ...checkUnique(
      wishes.choices.map(({ id }) => id),
      index => `wishes.choices[${index}].id`,
    ),
    ...wishes.resets.flatMap((name, index) => checkCounterName(name, definition, `wishes.resets[${index}]`)),
  ]
}

interface ListPool {
  readonly tier: string
  readonly source: string
  readonly path: string
}

const listPoolsOf = ({ tiers }: ModelDefinition): readonly ListPool[] =>
  tiers.flatMap(({ name: tier, pools }, place) =>
    pools.flatMap((pool, index) =>
      followsList(pool) ? [{ tier, source: pool.source, path: `tiers[${place}].pools[${index}]` }] : [],
    ),
  )

/** The choices are items of one tier: what a tier gives does not depend on the user. */
function checkTier(pools: readonly ListPool[]): DefinitionProblem[] {
  const [first] = pools
  return pools.flatMap(({ tier, path }) =>
    first === undefined || tier === first.tier
      ? []
      : [
          {
            path: `${path}.source`,
            message: `must be of the tier ${first.tier}: its items are the choices`,
            names: [first.tier],
          },
        ],
  )
}

function checkCount(
  { choices, count: [min, max] }: Wishes,
  { leavesSome }: { leavesSome: boolean },
): DefinitionProblem[] {
  const most = choices.length - (leavesSome ? 1 : 0)
  return [
    ...(max >= min
      ? []
      : [
          {
            path: 'wishes.count[1]',
            message: `must be ${min} or more, the fewest items of a list`,
            rule: 'RANGE' as const,
            min,
          },
        ]),
    ...(max <= most
      ? []
      : [
          {
            path: 'wishes.count[1]',
            message: leavesSome
              ? `must be ${most} at most: a pool gives the choices that are not on the list`
              : `must be ${most} at most, the number of choices`,
            rule: 'RANGE' as const,
            max: most,
            actual: max,
          },
        ]),
  ]
}
