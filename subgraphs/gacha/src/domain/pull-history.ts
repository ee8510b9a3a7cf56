import { OrderHistory } from './banner-model/order-history.js'
import type { PlacedChange } from './banner-model/verify-change.js'
import type { PlacedOrder } from './banner-model/verify-order.js'
import { noPity, type Pity } from './pity.js'
import {
  check,
  isRevealed,
  verifyDefinition,
  verifyDraw,
  verifySecretDraw,
  type Check,
  type PlacedPull,
} from './verification.js'

/** A pull on a banner with rarities, an order of a model, or a change between orders, which has a nonce as well. */
export type AnyPlacedPull = PlacedPull | PlacedOrder | PlacedChange

/** Facts that the player knows from elsewhere. Each part that is left out is not checked. */
export interface KnownBefore {
  /** `nextServerSeedHash` as it was shown before a client seed was named: each must be the hash of a seed. */
  readonly shownHashes?: readonly string[]
  readonly published?: Published
  /** `User.fairness`: the seed in use must have as many pulls as it has given numbers. */
  readonly inUse?: { readonly serverSeedHash: string; readonly nextNonce: number }
}

export interface Published {
  /** Hashes of definitions, with the banner where that is known. */
  readonly definitions: ReadonlyMap<string, string | null>
  /** If true, each pull must use one of them; otherwise pulls of other definitions remain unproven. */
  readonly isComplete: boolean
}

export interface Verification {
  readonly checks: readonly Check[]
  /** Claims that these pulls cannot show, in sentences. */
  readonly unproven: readonly string[]
  /** Pulls that were drawn again. */
  readonly recomputed: number
  /** Pulls of a seed that is not revealed yet. */
  readonly secret: number
}

interface Seed {
  readonly number: number
  /** By nonce. */
  readonly pulls: readonly [AnyPlacedPull, ...AnyPlacedPull[]]
}

/**
 * Checks all pulls of a user, or those under some seeds: each seed is one, its nonces have no gap, it is the
 * one that the seed before it had committed to; and each pull is drawn again with the pity, or the memory of its
 * model, that the pulls before it leave, beginning from none. What a pull states of it is only checked, not used,
 * unless the pulls before it are not given.
 */
export function verifyHistory(pulls: readonly AnyPlacedPull[], known: KnownBefore = {}): Verification {
  const seeds = seedsOf(pulls)
  const links = verifyLinks(seeds)
  const draws = verifyDraws(seeds)
  const shown = verifyShown(seeds, known.shownHashes ?? [])
  const published = verifyPublished(pulls, known.published)
  const drawn = pulls.filter(pull => !isChange(pull))
  return {
    checks: [
      ...seeds.flatMap((seed, index) => verifySeed(seed, index === seeds.length - 1)),
      ...links.checks,
      ...shown.checks,
      ...verifyInUse(seeds, known.inUse),
      ...published.checks,
      ...draws.checks,
    ],
    unproven: [...links.unproven, ...shown.unproven, ...published.unproven, ...draws.unproven],
    recomputed: drawn.filter(({ proof }) => isRevealed(proof)).length,
    secret: drawn.filter(({ proof }) => !isRevealed(proof)).length,
  }
}

function seedsOf(pulls: readonly AnyPlacedPull[]): readonly Seed[] {
  const numbers = [...new Set(pulls.map(({ proof }) => proof.seedNumber))].toSorted((a, b) => a - b)
  return numbers.flatMap(number => {
    const [first, ...rest] = pulls
      .filter(({ proof }) => proof.seedNumber === number)
      .toSorted((a, b) => a.proof.nonce - b.proof.nonce)
    return first === undefined ? [] : [{ number, pulls: [first, ...rest] }]
  })
}

/** One hash, one server seed and one client seed for all pulls of a seed, and each nonce from 0 on once. */
function verifySeed({ number, pulls }: Seed, isLast: boolean): readonly Check[] {
  const [{ proof }] = pulls
  const sameIn = (what: string, valueOf: (pull: AnyPlacedPull) => string) =>
    check(`seed ${number}: ${what}`, [...new Set(pulls.map(valueOf))].join(' and '), valueOf(pulls[0]))
  const nonces = pulls.map(pull => pull.proof.nonce)
  return [
    sameIn('hash of the server seed', pull => pull.proof.serverSeedHash),
    sameIn('server seed', pull => pull.proof.serverSeed ?? 'not revealed'),
    sameIn('client seed', pull => pull.proof.clientSeed),
    check(`seed ${number}: nonces without a gap`, nonces.join(' '), [...nonces.keys()].join(' ')),
    // Only the last one may be in use still.
    ...(isLast ? [] : [check(`seed ${number}: revealed`, String(isRevealed(proof)), 'true')]),
  ]
}

/** Each seed is the one whose hash was shown while the seed before it was in use. */
function verifyLinks(seeds: readonly Seed[]): Pick<Verification, 'checks' | 'unproven'> {
  const checks: Check[] = []
  const unproven: string[] = []
  for (const [index, { number, pulls }] of seeds.entries()) {
    const hashes = new Set(pulls.flatMap(({ proof }) => proof.nextServerSeedHash ?? []))
    const following = seeds[index + 1]
    const next = following?.number === number + 1 ? following.pulls[0].proof.serverSeedHash : null
    const [shown] = hashes
    if (hashes.size > 1) checks.push(check(`seed ${number}: hash of the next`, [...hashes].join(' and '), shown ?? ''))
    if (following === undefined) continue
    if (next === null)
      unproven.push(
        `Nothing was drawn between seeds ${number} and ${following.number}: that seed ${following.number} had been committed to, only the hash that you kept can show.`,
      )
    else if (shown === undefined)
      unproven.push(`Seed ${number + 1} is from before next seeds were committed to: its client seed was known first.`)
    else checks.push(check(`seed ${number + 1}: the hash that was shown before`, next, shown))
  }
  return { checks, unproven }
}

function verifyShown(
  seeds: readonly Seed[],
  shownHashes: readonly string[],
): Pick<Verification, 'checks' | 'unproven'> {
  const used = new Set(
    seeds.flatMap(({ pulls: [{ proof }] }) => [proof.serverSeedHash, proof.nextServerSeedHash ?? '']),
  )
  const last = seeds.at(-1)?.number ?? 0
  const isWhole = seeds.length === last
  const absent = shownHashes.filter(hash => !used.has(hash))
  return {
    checks: shownHashes
      .filter(hash => used.has(hash) || isWhole)
      .map(hash => check('a hash that you kept', hash, used.has(hash) ? hash : 'no seed has it')),
    unproven: isWhole ? [] : absent.map(hash => `None of these pulls was drawn with the seed whose hash is ${hash}.`),
  }
}

function verifyInUse(seeds: readonly Seed[], inUse: KnownBefore['inUse']): readonly Check[] {
  if (inUse === undefined) return []
  const pulls = seeds.find(({ pulls: [first] }) => first.proof.serverSeedHash === inUse.serverSeedHash)?.pulls ?? []
  return [check('pulls of the seed in use', String(pulls.length), String(inUse.nextNonce))]
}

function verifyPublished(
  pulls: readonly AnyPlacedPull[],
  published: KnownBefore['published'],
): Pick<Verification, 'checks' | 'unproven'> {
  if (published === undefined) return { checks: [], unproven: [] }
  const { definitions, isComplete } = published
  const known = isComplete ? pulls : pulls.filter(({ proof }) => definitions.has(proof.oddsHash))
  const checks = known.map(pull => {
    const bannerId = definitions.get(pull.proof.oddsHash)
    const isPublished = bannerId === null || bannerId === pull.banner.id
    const said = `${pull.proof.oddsHash} of banner ${pull.banner.id}`
    return check(`${nameOf(pull)}: published definition`, said, isPublished ? said : 'not among the published ones')
  })
  const others = pulls.length - known.length
  return {
    checks,
    unproven:
      others === 0
        ? []
        : [`${others} pulls are of definitions that are not published now: compare them with what you kept.`],
  }
}

function verifyDraws(seeds: readonly Seed[]): Pick<Verification, 'checks' | 'unproven'> {
  const pities = new Map<string, Pity>()
  const beginsWithFirst = seeds[0]?.number === 1
  const checks: Check[] = []
  const unproven: string[] = []
  const orders = new OrderHistory({ isWhole: beginsWithFirst })
  const named = (pull: AnyPlacedPull, all: readonly Check[]) =>
    all.map(each => ({ ...each, name: `${nameOf(pull)}: ${each.name}` }))
  for (const pull of seeds.flatMap(seed => seed.pulls)) {
    if (isChange(pull) || isOrder(pull)) {
      const order = isChange(pull) ? orders.verifyChange(pull) : orders.verify(pull)
      if (order.isOwnWord)
        unproven.push(
          `${nameOf(pull)}: what the banner remembers is the pull's own word, since the pulls under earlier seeds are not given.`,
        )
      checks.push(...named(pull, order.checks))
      continue
    }
    const { banner, proof } = pull
    const before = pities.get(banner.id) ?? (beginsWithFirst ? noPity : null)
    if (before === null)
      unproven.push(
        `${nameOf(pull)}: the pity is the pull's own word, since the pulls on this banner under earlier seeds are not given.`,
      )
    const handedOn = before === null ? [] : [check('pity before', describePity(proof.pityBefore), describePity(before))]
    const from = before ?? proof.pityBefore
    const drawn = isRevealed(proof) ? verifyDraw(pull, from) : verifySecretDraw(pull, from)
    checks.push(...named(pull, [...verifyDefinition(pull), ...handedOn, ...drawn.checks]))
    pities.set(banner.id, drawn.pity ?? from)
  }
  return { checks, unproven }
}

const isOrder = (pull: AnyPlacedPull): pull is PlacedOrder => 'order' in pull.proof

export const isChange = (pull: AnyPlacedPull): pull is PlacedChange => 'change' in pull

const nameOf = (pull: AnyPlacedPull): string =>
  `seed ${pull.proof.seedNumber}, ${isChange(pull) ? 'change' : 'pull'} ${pull.proof.nonce}`

const describePity = (pity: Pity): string =>
  `${pity.pullsSinceUltraRare} without ULTRA_RARE${pity.ultraRareGuaranteed ? ' (featured next)' : ''}, ${pity.pullsSinceSuperRare} without SUPER_RARE${pity.superRareGuaranteed ? ' (featured next)' : ''}`
