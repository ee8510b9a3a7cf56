import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction } from '@waystone/kit/postgres'
import type { Banner } from '../domain/banner.js'
import type { BannerDefinition } from '../domain/banner-definition.js'
import { hashOf } from '../domain/canonical-json.js'
import { checkBanner, checkPoolItems } from '../domain/check-banner.js'
import { rarities } from '../domain/rarity.js'
import { invalidDefinition, invalidInput } from '../errors.js'
import { insertBannerVersion, lockBanner } from '../repositories/banner.js'
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
  readonly next: BannerDefinition
}

/**
 * Checks a definition as a whole and makes it the banner's current version. Published versions stay as they
 * are, for the pulls drawn from them. Publishing what is current already changes nothing, so that it can be
 * repeated.
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
  const now = needs.clock.now()
  const published = await withTransaction(needs.pool, async tx => {
    const current = await lockBanner(tx, id)
    if (current === null && given !== null && request.create !== true) return null
    if (current?.hash === hash) return current
    const version = current?.version ?? 0
    if (basedOn !== undefined && basedOn !== version) return changedMeanwhile({ version, basedOn })
    const banner: Banner = { id, version: (current?.version ?? 0) + 1, definition, hash }
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
  return current === null && given !== null && draft.create !== true ? unknownBanner() : { current, next }
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

async function checkDefinition(
  needs: Needs,
  input: unknown,
): Promise<BannerDefinition | ReturnType<typeof invalidInput>> {
  const checked = checkBanner(input)
  if (checked.definition === null) return invalidDefinition(checked.problems)
  const { definition } = checked
  const ids = rarities.flatMap(rarity => definition.rarities[rarity].items.map(item => item.id))
  const problems = checkPoolItems(definition, await findItems(needs.prisma, ids))
  const [first, ...rest] = problems
  return first === undefined ? definition : invalidDefinition([first, ...rest])
}
