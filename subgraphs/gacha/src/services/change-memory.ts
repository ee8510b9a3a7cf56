import { RequestFault, unreachable } from '@waystone/kit/errors'
import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { hasModel, type Banner, type ModelBanner } from '../domain/banner.js'
import { isOpen } from '../domain/banner-definition.js'
import { changeMemory, type ChangedMemory, type MemoryChange } from '../domain/banner-model/change-memory.js'
import { nextUtcDay, startOfUtcDay } from '../domain/utc-day.js'
import { bannerClosed, closedForPlayer, invalidInput, prizesLeft, targetFixed } from '../errors.js'
import { findBanners } from '../repositories/banner.js'
import { lockSeed } from '../repositories/fairness.js'
import { countChanges, findChangeByKey, saveMemoryChange } from '../repositories/memory-change.js'
import { refuseKey, usedKey } from './idempotency-key.js'
import type { Needs } from './needs.js'
import { newSeed } from './new-seed.js'
import { recallKept } from './recall-memory.js'
import { wrongList } from './wrong-list.js'

/** Changes that a user may make in one UTC day: each takes a row and a nonce. */
export const CHANGES_DAILY_MAX = 200

const UUID_LENGTH = 36

interface ChangeRequest {
  readonly userId: string
  readonly bannerId: string
  readonly idempotencyKey: string
}

type ChangeAnswer<Refusal> =
  | (Banner & { readonly __typename: 'Banner' })
  | ReturnType<typeof bannerClosed | typeof closedForPlayer | typeof invalidInput>
  | Refusal

type Unchanged = Exclude<ChangedMemory, { kind: 'changed' }>

/** Chooses the item that a banner gives the user. Choosing the same one again changes nothing. */
export const chooseTarget = async (
  needs: Needs,
  { itemId, ...request }: ChangeRequest & { readonly itemId: string },
): Promise<ChangeAnswer<ReturnType<typeof targetFixed>>> =>
  // An id that is no UUID is among no choices.
  await changeBannerMemory(
    needs,
    { ...request, change: { kind: 'TARGET', itemId: parseUuid(itemId) ?? '' } },
    {
      refuse: (banner, changed) => (changed.kind === 'fixed' ? targetFixed(banner, changed.target) : null),
    },
  )

/** Makes the list of items that a banner gives the user more often. The same list again changes nothing. */
export const chooseWishes = async (
  needs: Needs,
  { itemIds, ...request }: ChangeRequest & { readonly itemIds: readonly string[] },
): Promise<ChangeAnswer<never>> =>
  await changeBannerMemory<never>(
    needs,
    // An id that is no UUID is among no choices, and its beginning is told.
    {
      ...request,
      change: { kind: 'WISHES', itemIds: itemIds.map(id => parseUuid(id) ?? id.slice(0, UUID_LENGTH)).toSorted() },
    },
    { refuse: () => null },
  )

/** Fills the user's box again, whose prizes are out. */
export const refillBox = async (
  needs: Needs,
  request: ChangeRequest,
): Promise<ChangeAnswer<ReturnType<typeof prizesLeft>>> =>
  await changeBannerMemory(
    needs,
    { ...request, change: { kind: 'REFILL' } },
    {
      refuse: (banner, changed) => (changed.kind === 'prizesLeft' ? prizesLeft(banner) : null),
    },
  )

/**
 * Changes what a banner remembers of the user between draws: the chosen item, the list of wishes, or the whole box. The
 * lock of the seed in use and its next nonce, which draws take as well, give draws and changes one order: a draw that
 * began before the change is drawn again from what is remembered after it. The change is made by the version that is
 * current under the lock. A repeat of the key changes nothing, and answers the banner as it is.
 * @throws RequestFault LIMIT_EXCEEDED for one change too many of a UTC day
 */
async function changeBannerMemory<Refusal>(
  needs: Needs,
  request: ChangeRequest & { readonly change: MemoryChange },
  { refuse }: { refuse: (banner: ModelBanner, changed: Unchanged) => Refusal | null },
): Promise<ChangeAnswer<Refusal>> {
  const { userId, idempotencyKey: key, change } = request
  const problem = refuseKey(key)
  if (problem !== null) return problem
  const bannerId = parseUuid(request.bannerId)
  const known = bannerId === null ? null : await needs.catalog.findNow(bannerId)
  if (known === null) return invalidInput({ field: 'bannerId', message: 'No banner has this id', rule: 'UNKNOWN' })
  if (!hasModel(known)) return notOffered(known, change)
  return await withTransaction(needs.pool, async tx => {
    const seed = await lockSeed(tx, newSeed(needs, userId))
    const banner = await findLatest(tx, known)
    const first = await findChangeByKey(tx, userId, key)
    if (first !== null) return first.bannerId === banner.id && isSame(first.change, change) ? done(banner) : usedKey()
    const now = needs.clock.now()
    if (!isOpen(banner.definition, now)) return bannerClosed(banner, now)
    const kept = await recallKept(tx, banner, userId)
    const changed = changeMemory(needs.catalog.model(banner), banner.id, { kept, change })
    if (changed.kind !== 'changed') return refuse(banner, changed) ?? unchangedAnswer(banner, changed, change)
    await checkLimit(tx, userId, now)
    const of = { id: needs.random.uuid(), userId, bannerId: banner.id, bannerVersion: banner.version, changedAt: now }
    await saveMemoryChange(tx, { ...of, idempotencyKey: key, change, memory: changed, seed })
    return done(banner)
  })
}

/**
 * The version that is current under the lock of the user's seed. A version that was published while the request waited
 * for the lock may have been chosen from by the request before it: the version before would not know that choice, and
 * would take the next one for the first.
 */
async function findLatest(tx: Queryable, { id }: ModelBanner): Promise<ModelBanner> {
  const banner = (await findBanners(tx, [id])).get(id)
  if (banner === undefined || !hasModel(banner)) throw new Error(`Banner ${id} has lost its model`)
  return banner
}

const done = (banner: Banner) => ({ ...banner, __typename: 'Banner' }) as const

function unchangedAnswer(banner: ModelBanner, changed: Unchanged, change: MemoryChange): ChangeAnswer<never> {
  switch (changed.kind) {
    case 'same':
      return done(banner)
    case 'notOffered':
      return notOffered(banner, change)
    case 'wrongList':
      return invalidInput(wrongList({ ...banner.definition, wishes: changed.wishes }, changed.problem))
    case 'closed':
      return closedForPlayer(banner)
    case 'fixed':
    case 'prizesLeft':
      throw new Error(`A change of ${change.kind} ended as ${changed.kind}`)
    default:
      return unreachable(changed)
  }
}

function notOffered(banner: Banner, change: MemoryChange) {
  if (change.kind === 'REFILL')
    return invalidInput({ field: 'bannerId', message: 'The banner has no box that players refill', rule: 'OTHER' })
  if (change.kind === 'WISHES')
    return invalidInput({ field: 'bannerId', message: 'The banner has no list of wishes', rule: 'OTHER' })
  const allowed = hasModel(banner) ? (banner.definition.target?.choices ?? []) : []
  if (allowed.length === 0)
    return invalidInput({ field: 'bannerId', message: 'The banner has no item to choose', rule: 'OTHER' })
  const message = `The item to choose is one of ${allowed.join(', ')}`
  return invalidInput({ field: 'itemId', message, rule: 'ONE_OF', allowed })
}

function isSame(one: MemoryChange, other: MemoryChange): boolean {
  switch (one.kind) {
    case 'TARGET':
      return other.kind === 'TARGET' && one.itemId === other.itemId
    case 'WISHES':
      return other.kind === 'WISHES' && one.itemIds.join(' ') === other.itemIds.join(' ')
    case 'REFILL':
      return other.kind === 'REFILL'
    default:
      return unreachable(one)
  }
}

async function checkLimit(tx: Queryable, userId: string, now: Date): Promise<void> {
  if ((await countChanges(tx, userId, startOfUtcDay(now))) < CHANGES_DAILY_MAX) return
  const retryAfterSeconds = Math.ceil((nextUtcDay(now).getTime() - now.getTime()) / 1000)
  const message = `Choices and boxes may be changed ${CHANGES_DAILY_MAX} times in a UTC day; try again in ${retryAfterSeconds} s`
  const limit = { limit: 'bannerChanges', max: CHANGES_DAILY_MAX, retryAfterSeconds }
  throw new RequestFault('LIMIT_EXCEEDED', message, limit)
}
