import type { Queryable } from '@waystone/kit/postgres'
import type { Definition } from '../domain/banner.js'

/** A published version with its origin. */
export interface PublishedVersion {
  readonly bannerId: string
  readonly version: number
  readonly definition: Definition
  readonly hash: string
  readonly publishedAt: Date
  /** The administrator's id, or the origin of a command; null for versions from before this was kept. */
  readonly actor: string | null
  readonly reason: string
}

/** For each banner, `limit` of its versions below a version (null: the newest ones), the newest first. */
export async function findVersionPages(
  from: Queryable,
  of: { bannerIds: readonly string[]; below: number | null; limit: number },
): Promise<readonly PublishedVersion[]> {
  const { rows } = await from.query<PublishedVersion>({
    name: 'banner_version_pages',
    // The log of administrators is the only place that has who published: a few rows for each version.
    text: `select page.*, action.actor, coalesce(action.reason, '') as reason
      from unnest($1::uuid[]) as asked (banner_id), lateral (
        select banner_id as "bannerId", version, definition, hash, published_at as "publishedAt" from banner_version v
        where v.banner_id = asked.banner_id and ($2::int is null or version < $2) order by version desc limit $3) as page
      left join admin_action action on action.action = 'BANNER_PUBLISHED'
        and action.data->>'bannerId' = page."bannerId"::text and (action.data->>'version')::int = page.version
      order by page."bannerId", page.version desc`,
    values: [of.bannerIds, of.below, of.limit],
  })
  return rows
}

export async function countVersions(
  from: Queryable,
  bannerIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ banner_id: string; count: number }>({
    name: 'banner_version_counts',
    text: 'select banner_id, count(*)::int as count from banner_version where banner_id = any($1::uuid[]) group by 1',
    values: [bannerIds],
  })
  return new Map(rows.map(row => [row.banner_id, row.count]))
}
