import type { InputProblem } from '@waystone/kit/errors'
import { translationProblems } from '@waystone/kit/locale'
import { bannerDefinition, PITY_PULLS_MAX, type BannerDefinition, type PityRule } from './banner-definition.js'
import { chanceAt, MICROS, microsOf } from './chance.js'
import { consolidatedShares } from './odds.js'
import { rarities, type Rarity } from './rarity.js'
import type * as z from 'zod'

const ALL_PERCENT = 100
/** A share below this is a rounding error. */
const SHARE_MIN = 1e-9

/** One thing that is wrong with a definition, and where: `rarities.RARE.items[2].id`. */
export interface DefinitionProblem extends Omit<InputProblem, 'field'> {
  readonly path: string
}

export type CheckedDefinition =
  | { readonly definition: BannerDefinition; readonly problems: readonly [] }
  | { readonly definition: null; readonly problems: readonly [DefinitionProblem, ...DefinitionProblem[]] }

/**
 * Parses a definition and checks it as a whole. All problems are reported, but checks across fields run only
 * if every field is valid by itself.
 */
export function checkBanner(input: unknown): CheckedDefinition {
  const parsed = bannerDefinition.safeParse(input)
  if (!parsed.success) {
    return { definition: null, problems: someProblems(parsed.error.issues.map(problemOfForm)) }
  }
  const definition = parsed.data
  const problems = [
    ...translationProblems(definition).map(({ field: path, ...problem }) => ({ ...problem, path })),
    ...checkTimes(definition),
    ...checkRates(definition),
    ...checkPools(definition),
  ]
  if (problems.length === 0) problems.push(...checkReach(definition))
  return problems.length === 0 ? { definition, problems: [] } : { definition: null, problems: someProblems(problems) }
}

/** @throws Error for an empty list, which is no refusal */
export function someProblems([first, ...rest]: readonly DefinitionProblem[]): [
  DefinitionProblem,
  ...DefinitionProblem[],
] {
  if (first === undefined) throw new Error('Expected the problems of a definition that was refused')
  return [first, ...rest]
}

/** The problem that an issue of zod is. */
export function problemOfForm(issue: z.core.$ZodIssue): DefinitionProblem {
  const path = pathOf(issue.path)
  const { message } = issue
  // The message repeats the keys, which are the client's.
  if (issue.code === 'unrecognized_keys') return { path, message: 'has a field that no definition has' }
  if (issue.code === 'too_small') return { path, message, rule: ruleOf(issue.origin), min: Number(issue.minimum) }
  if (issue.code === 'too_big') return { path, message, rule: ruleOf(issue.origin), max: Number(issue.maximum) }
  if (issue.code === 'invalid_value')
    return { path, message, rule: 'ONE_OF', allowed: issue.values.map(value => String(value)) }
  return { path, message, rule: 'FORMAT' }
}

const ruleOf = (origin: string) => (origin === 'string' ? 'LENGTH' : origin === 'array' ? 'COUNT' : 'RANGE')

/** Checks that the items of the pool exist, each under its own rarity. */
export function checkPoolItems(
  definition: BannerDefinition,
  known: ReadonlyMap<string, { readonly rarity: Rarity }>,
): readonly DefinitionProblem[] {
  return rarities.flatMap(rarity =>
    definition.rarities[rarity].items.flatMap(({ id }, index): DefinitionProblem[] => {
      const path = `rarities.${rarity}.items[${index}].id`
      const item = known.get(id)
      if (item === undefined) return [{ path, message: 'no item has this id', rule: 'UNKNOWN' }]
      if (item.rarity === rarity) return []
      const message = `the item is ${item.rarity}, not ${rarity}`
      return [{ path, message, rule: 'ONE_OF', allowed: [item.rarity], names: [rarity] }]
    }),
  )
}

function checkTimes({ opensAt, closesAt }: BannerDefinition): DefinitionProblem[] {
  if (closesAt === null || new Date(opensAt) < new Date(closesAt)) return []
  return [{ path: 'closesAt', message: 'must be later than opensAt' }]
}

function checkRates(definition: BannerDefinition): DefinitionProblem[] {
  const sum = rarities.reduce((total, rarity) => total + microsOf(definition.rarities[rarity].ratePercent), 0)
  const actual = (sum / MICROS) * ALL_PERCENT
  const wrongSum: DefinitionProblem = {
    path: 'rarities',
    message: `the rates must add up to ${ALL_PERCENT} percent, not ${actual}`,
    rule: 'RANGE',
    min: ALL_PERCENT,
    max: ALL_PERCENT,
    actual,
  }
  return [
    ...(sum === MICROS ? [] : [wrongSum]),
    ...checkPity('ULTRA_RARE', definition.rarities.ULTRA_RARE),
    ...checkPity('SUPER_RARE', definition.rarities.SUPER_RARE),
  ]
}

/** A soft pity that begins at or after the hard one would never be seen; one that ends nowhere has no exact odds. */
function checkPity(rarity: Rarity, rule: PityRule): DefinitionProblem[] {
  const { softPity, hardPityAt } = rule
  if (softPity === null) return []
  const path = `rarities.${rarity}.softPity`
  if (softPity.stepPoints === 0) return [{ path: `${path}.stepPoints`, message: 'must be above zero' }]
  if (hardPityAt !== null && softPity.from >= hardPityAt)
    return [{ path: `${path}.from`, message: 'must be before hardPityAt' }]
  if (chanceAt(rule, PITY_PULLS_MAX) < MICROS)
    return [
      {
        path: `${path}.stepPoints`,
        message: `must make the pull ${PITY_PULLS_MAX} certain at the latest`,
        max: PITY_PULLS_MAX,
      },
    ]
  return []
}

/** Checks that every rarity can occur: two hard pities at 2 leave no pull for RARE at any rate. */
function checkReach(definition: BannerDefinition): DefinitionProblem[] {
  const shares = consolidatedShares(definition)
  return rarities.flatMap(rarity =>
    shares[rarity] > SHARE_MIN
      ? []
      : [{ path: `rarities.${rarity}.ratePercent`, message: 'the pities of the other rarities leave no pull for it' }],
  )
}

function checkPools(definition: BannerDefinition): DefinitionProblem[] {
  const seen = new Set<string>()
  const repeated = rarities.flatMap(rarity =>
    definition.rarities[rarity].items.flatMap(({ id }, index) => {
      if (!seen.has(id)) return seen.add(id) && []
      return [{ path: `rarities.${rarity}.items[${index}].id`, message: 'the item is in the pool already' }]
    }),
  )
  const rare = definition.rarities.RARE.items.flatMap(({ featured }, index) =>
    featured
      ? [{ path: `rarities.RARE.items[${index}].featured`, message: 'only ULTRA_RARE and SUPER_RARE can be featured' }]
      : [],
  )
  return [
    ...repeated,
    ...checkFeatured('ULTRA_RARE', definition.rarities.ULTRA_RARE),
    ...checkFeatured('SUPER_RARE', definition.rarities.SUPER_RARE),
    ...rare,
  ]
}

/** Featured items and their share belong together, and what is not featured needs an item as long as it has a share. */
function checkFeatured(rarity: Rarity, rule: PityRule): DefinitionProblem[] {
  const path = `rarities.${rarity}.featuredSharePercent`
  const share = rule.featuredSharePercent
  const featured = rule.items.filter(item => item.featured).length
  if (featured === 0) {
    if (share !== null) return [{ path, message: 'must be null where no item is featured' }]
    if (!rule.featuredGuaranteedAfterMiss) return []
    return [
      {
        path: `rarities.${rarity}.featuredGuaranteedAfterMiss`,
        message: 'must be false where no item is featured',
      },
    ]
  }
  if (share === null || share === 0) return [{ path, message: 'must be above zero where items are featured' }]
  if (featured === rule.items.length && share !== ALL_PERCENT)
    return [{ path, message: `must be ${ALL_PERCENT} where every item of the rarity is featured`, min: ALL_PERCENT }]
  if (featured < rule.items.length && share === ALL_PERCENT)
    return [
      {
        path,
        message: `must be below ${ALL_PERCENT} where items that are not featured have to be drawn too`,
        max: ALL_PERCENT,
      },
    ]
  return []
}

export const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  )
