import type { Queryable } from '@waystone/kit/postgres'
import type { QuestListing } from '../domain/quest-listing.js'

/** A generation of the read model, and the catalog's revision up to which it holds what was published. */
export interface Projection {
  readonly generation: number
  readonly revision: number
}

/** Locks a generation against other projections until the transaction ends; null when it is gone. */
export async function lockProjection(tx: Queryable, generation: number): Promise<Projection | null> {
  const { rows } = await tx.query<Projection>({
    name: 'projection-lock',
    text: 'SELECT generation, revision FROM quest_projection WHERE generation = $1 FOR UPDATE',
    values: [generation],
  })
  return rows[0] ?? null
}

/** The listings of quests in one generation, by quest. */
export async function findListings(
  from: Queryable,
  of: { generation: number; questIds: readonly string[] },
): Promise<ReadonlyMap<string, QuestListing>> {
  const { rows } = await from.query<QuestListing>({
    name: 'listings-by-ids',
    text: `SELECT ${COLUMNS} FROM quest_listing AS listing WHERE generation = $1 AND quest_id = ANY($2::uuid[])`,
    values: [of.generation, of.questIds],
  })
  return new Map(rows.map(row => [row.questId, row]))
}

/**
 * Writes listings and the revision that the generation has come to, in one statement. The caller has locked
 * the generation.
 */
export async function writeListings(tx: Queryable, to: Projection, listings: readonly QuestListing[]): Promise<void> {
  await tx.query({
    name: 'listings-write',
    text: `WITH written AS (
             INSERT INTO quest_listing (generation, ${columns.map(([name]) => name).join(', ')})
             SELECT $1::int, ${columns.map(([name, key]) => `"${key}" AS ${name}`).join(', ')}
             FROM jsonb_to_recordset($3::jsonb) AS listing (${columns.map(([, key, type]) => `"${key}" ${type}`).join(', ')})
             ON CONFLICT (generation, quest_id) DO UPDATE SET
               ${columns.map(([name]) => `${name} = excluded.${name}`).join(', ')})
           UPDATE quest_projection SET revision = $2 WHERE generation = $1`,
    values: [to.generation, to.revision, JSON.stringify(listings)],
  })
}

/** The listings that were projected into the current generation since the reader's revision. */
export interface ListingChanges extends Projection {
  /** All of them where the generation is another one. */
  readonly listings: readonly QuestListing[]
}

/** In one statement, so that the rows are those of the generation and the revision that it says. */
export async function readListingsSince(from: Queryable, known: Projection): Promise<ListingChanges> {
  const { rows } = await from.query<{ projection: Projection } & ({ questId: null } | QuestListing)>({
    name: 'listings-since',
    text: `SELECT json_build_object('generation', projection.generation, 'revision', projection.revision) AS projection, ${COLUMNS}
           FROM catalog JOIN quest_projection AS projection ON projection.generation = catalog.generation
           LEFT JOIN quest_listing AS listing ON listing.generation = projection.generation
             AND (projection.generation <> $1 OR listing.revision > $2)`,
    values: [known.generation, known.revision],
  })
  const [first] = rows
  if (first === undefined) throw new Error('Expected the row of the catalog, which the migration inserts')
  const listings = rows.flatMap(row => (row.questId === null ? [] : [row]))
  return { ...first.projection, listings }
}

/** Column, field, type. */
const columns = [
  ['quest_id', 'questId', 'uuid'],
  ['position', 'position', 'int'],
  ['version', 'version', 'int'],
  ['revision', 'revision', 'int'],
  ['published_at', 'publishedAt', 'timestamptz'],
  ['retired_at', 'retiredAt', 'timestamptz'],
  ['available_from', 'availableFrom', 'timestamptz'],
  ['available_until', 'availableUntil', 'timestamptz'],
  ['prerequisite_ids', 'prerequisiteIds', 'uuid[]'],
  ['art', 'art', 'text'],
  ['locale', 'locale', 'text'],
  ['texts', 'texts', 'jsonb'],
  ['rules', 'rules', 'jsonb'],
] as const satisfies readonly (readonly [string, keyof QuestListing, string])[]

const COLUMNS = columns
  .map(([name, key, type]) =>
    type === 'uuid[]' ? `listing.${name}::text[] AS "${key}"` : `listing.${name} AS "${key}"`,
  )
  .join(', ')
