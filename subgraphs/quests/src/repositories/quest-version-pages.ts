import type { Queryable } from '@waystone/kit/postgres'
import type { QuestVersion } from '../domain/quest.js'
import { rowsBy } from './pages.js'

/** A version with its origin. */
export interface PublishedVersion extends QuestVersion {
  /** The administrator's id, or the origin of a command; null for versions from before this was kept. */
  readonly actor: string | null
  readonly reason: string
}

/** For each quest, `limit` of its versions below a version, the newest first. */
export async function findVersionPages(
  from: Queryable,
  of: { questIds: readonly string[]; below: number; limit: number },
): Promise<ReadonlyMap<string, readonly PublishedVersion[]>> {
  const { rows } = await from.query<PublishedVersion>({
    name: 'quest-version-pages',
    text: `SELECT page.* FROM unnest($1::uuid[]) AS asked (quest_id), LATERAL (
             SELECT quest_id AS "questId", version, revision, definition, published_at AS "publishedAt", actor, reason
             FROM quest_version WHERE quest_version.quest_id = asked.quest_id AND version < $2
             ORDER BY version DESC LIMIT $3) AS page`,
    values: [of.questIds, of.below, of.limit],
  })
  return rowsBy(rows, row => row.questId)
}

export async function countVersions(
  from: Queryable,
  questIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await from.query<{ questId: string; count: number }>({
    name: 'quest-version-counts',
    text: `SELECT quest_id AS "questId", count(*)::int AS count FROM quest_version WHERE quest_id = ANY($1::uuid[]) GROUP BY 1`,
    values: [questIds],
  })
  return new Map(rows.map(row => [row.questId, row.count]))
}
