import type { Queryable } from '@waystone/kit/postgres'
import type { QuestDefinition, QuestVersion } from '../domain/quest.js'

/** How many versions have been published. */
export async function readRevision(from: Queryable): Promise<number> {
  const { rows } = await from.query<{ revision: number }>({
    name: 'catalog-revision',
    text: 'SELECT revision FROM catalog',
  })
  return revisionOf(rows)
}

/** The same, keeping other publishers waiting until the transaction ends. */
export async function lockCatalog(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>({
    name: 'catalog-lock',
    text: 'SELECT revision FROM catalog FOR UPDATE',
  })
  return revisionOf(rows)
}

/** What has been published after a revision, oldest first. */
export async function findVersionsAfter(from: Queryable, revision: number): Promise<readonly QuestVersion[]> {
  const { rows } = await from.query<VersionRow>({
    name: 'quest-versions-after',
    text: `SELECT ${COLUMNS} FROM quest_version WHERE revision > $1 ORDER BY revision`,
    values: [revision],
  })
  return rows.map(versionOf)
}

/** The newest versions of quests. */
export async function findCurrentByIds(
  from: Queryable,
  questIds: readonly string[],
): Promise<ReadonlyMap<string, QuestVersion>> {
  const { rows } = await from.query<VersionRow>({
    name: 'quests-by-ids',
    text: `SELECT DISTINCT ON (quest_id) ${COLUMNS} FROM quest_version
           WHERE quest_id = ANY($1::uuid[]) ORDER BY quest_id, version DESC`,
    values: [questIds],
  })
  return new Map(rows.map(row => [row.quest_id, versionOf(row)]))
}

/** Publishes a version, and with its first one the quest, in one statement. The caller holds the catalog. */
export async function insertVersion(tx: Queryable, quest: QuestVersion): Promise<void> {
  await tx.query({
    name: 'quest-version-insert',
    text: `WITH quest AS (INSERT INTO quest (id, created_at) VALUES ($1, $5) ON CONFLICT (id) DO NOTHING),
                version AS (
                  INSERT INTO quest_version (quest_id, version, revision, definition, published_at)
                  VALUES ($1, $2, $3, $4::jsonb, $5))
           UPDATE catalog SET revision = $3`,
    values: [quest.questId, quest.version, quest.revision, JSON.stringify(quest.definition), quest.publishedAt],
  })
}

interface VersionRow {
  quest_id: string
  version: number
  revision: number
  definition: QuestDefinition
  published_at: Date
}

const COLUMNS = 'quest_id, version, revision, definition, published_at'

const versionOf = (row: VersionRow): QuestVersion => ({
  questId: row.quest_id,
  version: row.version,
  revision: row.revision,
  definition: row.definition,
  publishedAt: row.published_at,
})

function revisionOf(rows: readonly { revision: number }[]): number {
  const [row] = rows
  if (row === undefined) throw new Error('Expected the row of the catalog, which the migration inserts')
  return row.revision
}
