import type { Page } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { bannerOf, type Banner, type Definition } from '../domain/banner.js'

/** Which banners a list is of: those that are open at a moment, or all. */
export interface BannerFilter {
  readonly openAt: Date | null
}

/**
 * The current versions.
 * @param db the primary, because the results are cached
 */
export async function findBanners(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Banner>> {
  const banners = await find(db, 'banner_by_ids', `${SELECT_CURRENT} where b.id = any($1::uuid[])`, [ids])
  return new Map(banners.map(banner => [banner.id, banner]))
}

/** Any versions, current or not, in the order asked for; null for those that do not exist. */
export async function findBannerVersions(
  db: Queryable,
  wanted: readonly { bannerId: string; version: number }[],
): Promise<readonly (Banner | null)[]> {
  const text = `select v.banner_id as id, v.version, v.definition, v.hash from banner_version v
    join unnest($1::uuid[], $2::int[]) as wanted (id, version) on wanted.id = v.banner_id and wanted.version = v.version`
  const values = [wanted.map(({ bannerId }) => bannerId), wanted.map(({ version }) => version)]
  const found = await find(db, 'banner_versions', text, values)
  return wanted.map(
    ({ bannerId, version }) => found.find(banner => banner.id === bannerId && banner.version === version) ?? null,
  )
}

/** Ids of all banners, the earliest opened first. */
export async function findBannerIds(db: Queryable): Promise<readonly string[]> {
  const text = `select b.id from banner b join banner_version v on v.banner_id = b.id and v.version = b.version
    order by (v.definition ->> 'opensAt')::timestamptz, b.created_at, b.id limit ${BANNERS_MAX}`
  const { rows } = await db.query<{ id: string }>({ name: 'banner_ids', text })
  return rows.map(row => row.id)
}

/** A page in the same order, up to `limit + 1`. The cursor is the id of a banner. */
export async function findBannerIdPage(
  db: Queryable,
  { openAt }: BannerFilter,
  { limit, after }: Page,
): Promise<readonly string[]> {
  const text = `with listed as (${LISTED}) select listed.id from listed
    where $2::uuid is null or (opens_at, created_at, id) >
      (select opens_at, created_at, id from (${LISTED_AT_ANY_TIME}) place where place.id = $2)
    order by opens_at, created_at, id limit $3`
  const values = [openAt, after?.[0] ?? null, limit + 1]
  const { rows } = await db.query<{ id: string }>({ name: 'banner_page', text, values })
  return rows.map(row => row.id)
}

export async function countBanners(db: Queryable, { openAt }: BannerFilter): Promise<number> {
  const text = `select count(*)::int as count from (${LISTED}) listed`
  const { rows } = await db.query<{ count: number }>({ name: 'banner_count', text, values: [openAt] })
  return rows[0]?.count ?? 0
}

/** The current version, locked until the transaction ends; null for an unknown id. */
export async function lockBanner(tx: Queryable, id: string): Promise<Banner | null> {
  // Publishers wait for each other; first pulls, whose pity refers to the banner, do not wait. Two
  // statements: one that joins would wait with the versions of its start in sight, and miss the one it
  // waited for.
  await tx.query({ name: 'banner_lock', text: 'select from banner where id = $1 for no key update', values: [id] })
  const [banner] = await find(tx, 'banner_locked', `${SELECT_CURRENT} where b.id = $1`, [id])
  return banner ?? null
}

/**
 * Until the transaction ends, no other one publishes counters that banners share: two at once would not see each
 * other's. Outside of a transaction, it waits for those under way.
 */
export async function lockSharedCounters(db: Queryable): Promise<void> {
  const text = `select pg_advisory_xact_lock(hashtext('shared counters of banners'))`
  await db.query({ name: 'banner_lock_shared', text })
}

/** The current version of every banner, closed ones too: their players may have counters still. */
export const findCurrentBanners = (db: Queryable): Promise<readonly Banner[]> =>
  find(db, 'banner_all', `${SELECT_CURRENT} order by b.id`, [])

/** Makes the banner if it does not exist, and its next version. */
export async function insertBannerVersion(tx: Queryable, banner: Banner, publishedAt: Date): Promise<void> {
  await tx.query({
    name: 'banner_insert_version',
    text: `with current as (
        insert into banner (id, version, created_at) values ($1, $2, $5)
        on conflict (id) do update set version = excluded.version returning id
      )
      insert into banner_version (banner_id, version, definition, hash, published_at)
      select id, $2, $3::jsonb, $4, $5 from current`,
    values: [banner.id, banner.version, JSON.stringify(banner.definition), banner.hash, publishedAt],
  })
}

/** Banners of one list; a studio has dozens. */
const BANNERS_MAX = 500

/** The sort keys of the list: a banner that has closed since the previous page keeps its place. */
const LISTED_AT_ANY_TIME = `select b.id, b.created_at, (v.definition ->> 'opensAt')::timestamptz as opens_at,
  (v.definition ->> 'closesAt')::timestamptz as closes_at
  from banner b join banner_version v on v.banner_id = b.id and v.version = b.version`

/** Those that are open at $1, or all: the opening time belongs to the banner, the closing time no more. */
const LISTED = `select * from (${LISTED_AT_ANY_TIME}) banners
  where $1::timestamptz is null or (opens_at <= $1 and (closes_at is null or $1 < closes_at))`

const SELECT_CURRENT = `select b.id, v.version, v.definition, v.hash from banner b
  join banner_version v on v.banner_id = b.id and v.version = b.version`

const find = async (
  db: Queryable,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<readonly Banner[]> => (await db.query<BannerRow>({ name, text, values })).rows.map(bannerOf)

interface BannerRow {
  id: string
  version: number
  definition: Definition
  hash: string
}
