import { parseUuid } from '@waystone/kit/graphql'
import { hasModel, type Banner } from '../domain/banner.js'
import type { Milestone } from '../domain/banner-model/definition.js'
import { choicesOf, progressOf } from '../domain/banner-model/milestones.js'
import { requestIdOf } from '../domain/request-id.js'
import { invalidInput, milestoneNotReached, type ClaimRefusal } from '../errors.js'
import { findClaim, recordClaim, type MilestoneClaim } from '../repositories/milestone-claim.js'
import { findTallies } from '../repositories/tally.js'
import { refuseKey, usedKey } from './idempotency-key.js'
import type { Needs } from './needs.js'

type ClaimAnswer = (MilestoneClaim & { readonly __typename: 'MilestoneClaim' }) | ClaimRefusal

interface ClaimRequest {
  readonly userId: string
  readonly input: {
    readonly bannerId: string
    readonly milestone: string
    readonly itemId: string
    readonly idempotencyKey: string
  }
}

/**
 * Gives the item that the user chooses from a milestone. The user's idempotency key makes it one claim: a repeat gets
 * the first answer. Rules of a milestone are the same in all versions of its banner.
 */
export async function claimMilestone(needs: Needs, { userId, input }: ClaimRequest): Promise<ClaimAnswer> {
  const { milestone: name, idempotencyKey: key } = input
  const refused = refuseKey(key)
  if (refused !== null) return refused
  const [bannerId, itemId] = [parseUuid(input.bannerId), parseUuid(input.itemId)]
  const wanted = { bannerId, itemId, name }
  const id = requestIdOf({ userId, key, use: 'claim' })
  const done = await findClaim(needs.pool, id)
  if (done !== null) return answerOf(done, wanted)
  const banner = bannerId === null ? null : await needs.catalog.findNow(bannerId)
  if (banner === null) return invalidInput({ field: 'bannerId', message: 'No banner has this id', rule: 'UNKNOWN' })
  const found = findChoice(banner, wanted)
  if ('refusal' in found) return found.refusal
  const claim = { id, userId, bannerId: banner.id, milestone: name, itemId: found.itemId, claimedAt: needs.clock.now() }
  if (await recordClaim(needs.pool, claim)) return { ...claim, __typename: 'MilestoneClaim' }
  // The first request with the key may have taken the very claim that this one lacks.
  const first = await findClaim(needs.pool, id)
  if (first !== null) return answerOf(first, wanted)
  const refusal = await unclaimable(needs, { userId, banner, milestone: found.milestone })
  // A pull has reached it meanwhile.
  return refusal ?? (await claimMilestone(needs, { userId, input }))
}

/** The refusal where no claim of a milestone is open; null where one is. */
export async function unclaimable(
  { pool }: Pick<Needs, 'pool'>,
  { userId, banner, milestone }: { userId: string; banner: Banner; milestone: Milestone },
) {
  const [tallies = []] = await findTallies(pool, [{ userId, bannerId: banner.id }])
  const tally = tallies.find(({ kind, name }) => kind === 'MILESTONE' && name === milestone.name)
  const { counted, next, open } = progressOf(milestone, tally)
  return open > 0 ? null : milestoneNotReached({ milestone: milestone.name, counted, next })
}

interface Wanted {
  readonly bannerId: string | null
  readonly itemId: string | null
  readonly name: string
}

function findChoice(
  banner: Banner,
  { name, itemId }: Wanted,
): { readonly milestone: Milestone; readonly itemId: string } | { readonly refusal: ClaimRefusal } {
  const milestones = hasModel(banner) ? banner.definition.milestones.filter(each => choicesOf(each) !== null) : []
  const milestone = milestones.find(each => each.name === name)
  if (milestone === undefined) {
    const allowed = milestones.map(each => each.name)
    const message =
      allowed.length === 0 ? 'The banner has no milestone with a choice' : `Players choose from ${allowed.join(', ')}`
    return { refusal: invalidInput({ field: 'milestone', message, rule: 'ONE_OF', allowed }) }
  }
  const allowed = [...(choicesOf(milestone) ?? [])]
  if (itemId !== null && allowed.includes(itemId)) return { milestone, itemId }
  const message = `The milestone gives one of ${allowed.join(', ')}`
  return { refusal: invalidInput({ field: 'itemId', message, rule: 'ONE_OF', allowed }) }
}

const answerOf = (done: MilestoneClaim, { bannerId, itemId, name }: Wanted): ClaimAnswer =>
  done.bannerId === bannerId && done.itemId === itemId && done.milestone === name
    ? { ...done, __typename: 'MilestoneClaim' }
    : usedKey()
