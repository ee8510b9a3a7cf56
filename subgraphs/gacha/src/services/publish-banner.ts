import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { bannerOf, hasModel, isModel, type Banner, type Definition } from '../domain/banner.js'
import { checkDeliverable } from '../domain/banner-model/check-deliverable.js'
import { checkReopening, mayReopen } from '../domain/banner-model/check-ends.js'
import { checkShared, checkSuccessor, hasSharedCounters } from '../domain/banner-model/check-successor.js'
import { hashOf } from '../domain/canonical-json.js'
import { checkBanner, type DefinitionProblem } from '../domain/check-banner.js'
import { formOf } from '../domain/definition-form.js'
import { checkItemsOf, itemsOf, otherItemsOf } from '../domain/definition-items.js'
import { invalidDefinition, invalidInput } from '../errors.js'
import { hasConversions } from '../repositories/banner-conversion.js'
import { findCurrentBanners, insertBannerVersion, lockBanner, lockSharedCounters } from '../repositories/banner.js'
import { findItems } from '../repositories/item.js'
import type { Needs } from './needs.js'
import { recordAdminAction } from './record-admin-action.js'

export type PublishAnswer = (Banner & { readonly __typename: 'Banner' }) | ReturnType<typeof invalidInput>

const REASON_LENGTH_MAX = 500

/** A definition to publish: as the next version of the banner with the id, or as a new banner. */
export interface BannerDraft {
  readonly id?: string | null
  readonly definition: unknown
  readonly create?: boolean
}

/** The current version of a banner, and the definition that publishing would make current. */
export interface BannerPreview {
  readonly current: Banner | null
  readonly next: Definition
}

/**
 * Checks a definition as a whole and makes it the banner's current version. Published versions stay as they
 * are, for the pulls drawn from them. Publishing what is current already changes nothing, so that it can be
 * repeated. A version of a model that would lose what players have of the one before is refused.
 * @param request.actor the administrator, or `seed`
 * @param request.reason for the log of what administrators did
 * @param request.create whether an unknown id makes a banner of this id, as seeds do; else it is refused
 * @param request.basedOn the version that the caller has seen, 0 for none: where another one was published
 * since, nothing is
 */
export async function publishBanner(
  needs: Needs,
  request: BannerDraft & { actor: string; reason?: string | null; basedOn?: number },
): Promise<PublishAnswer> {
  const reason = request.reason?.trim() ?? ''
  if (reason.length > REASON_LENGTH_MAX) return longReason(reason.length)
  const given = request.id ?? null
  const id = given === null ? needs.random.uuid() : parseUuid(given)
  if (id === null) return invalidInput({ field: 'id', message: "A banner's id is a UUID", rule: 'FORMAT' })
  const definition = await checkDefinition(needs, request.definition)
  if ('__typename' in definition) return definition

  const hash = hashOf(definition)
  const { basedOn } = request
  const published = await withTransaction(needs.pool, async tx => {
    const current = await lockBanner(tx, id)
    // Read under the lock: while it waits, the banner may close and its points begin to end.
    const now = needs.clock.now()
    if (current === null && given !== null && request.create !== true) return null
    if (current?.hash === hash) return current
    const version = current?.version ?? 0
    if (basedOn !== undefined && basedOn !== version) return changedMeanwhile({ version, basedOn })
    const lost = await checkKept(tx, { id, current, next: definition, now })
    if (lost !== null) return lost
    const banner = bannerOf({ id, version: version + 1, definition, hash })
    await insertBannerVersion(tx, banner, now)
    const data = { bannerId: id, version: banner.version, hash }
    await recordAdminAction(needs, tx, { actor: request.actor, action: 'BANNER_PUBLISHED', reason, data })
    return banner
  })
  if (published === null) return unknownBanner()
  if ('__typename' in published) return published
  await needs.cache.invalidate('banner', [id])
  return { ...published, __typename: 'Banner' }
}

/** Answers what publishBanner would, and changes nothing. */
export async function previewBanner(
  needs: Needs,
  draft: BannerDraft,
): Promise<BannerPreview | ReturnType<typeof invalidInput>> {
  const given = draft.id ?? null
  const id = given === null ? null : parseUuid(given)
  if (given !== null && id === null)
    return invalidInput({ field: 'id', message: "A banner's id is a UUID", rule: 'FORMAT' })
  const next = await checkDefinition(needs, draft.definition)
  if ('__typename' in next) return next
  const current = id === null ? null : await needs.catalog.findNow(id)
  if (current === null && given !== null && draft.create !== true) return unknownBanner()
  return (await checkKept(needs.pool, { id, current, next, now: needs.clock.now() })) ?? { current, next }
}

const longReason = (actual: number) =>
  invalidInput({
    field: 'reason',
    message: `Expected at most ${REASON_LENGTH_MAX} characters, not ${actual}`,
    rule: 'LENGTH',
    min: 0,
    max: REASON_LENGTH_MAX,
    actual,
  })

const unknownBanner = () => invalidInput({ field: 'id', message: 'No banner has this id', rule: 'UNKNOWN' })

const changedMeanwhile = ({ version, basedOn }: { version: number; basedOn: number }) =>
  invalidInput({
    field: 'id',
    message: `The banner has version ${version} by now, not ${basedOn}`,
    min: version,
    max: version,
    actual: basedOn,
  })

async function checkDefinition(needs: Needs, input: unknown): Promise<Definition | Refused> {
  const checked = await checkForm(needs, input)
  if (checked.definition === null) return invalidDefinition(checked.problems)
  const { definition } = checked
  const known = await findItems(needs.prisma, [...itemsOf(definition), ...otherItemsOf(definition)])
  const problems = [...(isModel(definition) ? checkDeliverable(definition) : []), ...checkItemsOf(definition, known)]
  return refusalOf(problems) ?? definition
}

/** Checking a model goes through all of its states: a thread does it, which computes its odds on the way. */
async function checkForm({ forecaster }: Needs, input: unknown) {
  const { form, problems } = formOf(input)
  if (form === null) return { definition: null, problems }
  return form === 'model' ? await forecaster.forecastModel(input) : checkBanner(input)
}

/**
 * Null where players keep what they have of the current version, and where other banners with the same counters agree
 * with the next one.
 */
async function checkKept(
  db: Queryable,
  { id, current, next, now }: { id: string | null; current: Banner | null; next: Definition; now: Date },
): Promise<Refused | null> {
  const problems = current === null ? [] : await checkCurrent(db, { current, next, now })
  if (problems.length > 0 || !isModel(next) || !hasSharedCounters(next)) return refusalOf(problems)
  await lockSharedCounters(db)
  const others = (await findCurrentBanners(db)).filter(hasModel).filter(other => other.id !== id)
  return refusalOf(checkShared(next, others))
}

async function checkCurrent(
  db: Queryable,
  { current, next, now }: { current: Banner; next: Definition; now: Date },
): Promise<readonly DefinitionProblem[]> {
  const hasBegunToEnd = mayReopen(current.definition, next) && (await hasConversions(db, current.id))
  return [
    ...checkSuccessor(current.definition, next),
    ...checkReopening(current.definition, next, { now, hasBegunToEnd }),
  ]
}

function refusalOf([first, ...rest]: readonly DefinitionProblem[]): Refused | null {
  return first === undefined ? null : invalidDefinition([first, ...rest])
}

type Refused = ReturnType<typeof invalidInput>
