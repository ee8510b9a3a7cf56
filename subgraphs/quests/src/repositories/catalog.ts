import type { Queryable } from '@waystone/kit/postgres'
import type { QuestDefinition, QuestVersion } from '../domain/quest.js'

/** How far the catalog has come, and the generation of its read model that is read. Neither ever goes back. */
export interface CatalogPosition {
  /** How many versions have been published. */
  readonly revision: number
  readonly generation: number
}

export async function readPosition(from: Queryable): Promise<CatalogPosition> {
  const { rows } = await from.query<CatalogPosition>({
    name: 'catalog-position',
    text: 'SELECT revision, generation FROM catalog',
  })
  return positionOf(rows)
}

/** The same, keeping other commands waiting until the transaction ends. */
export async function lockCatalog(tx: Queryable): Promise<CatalogPosition> {
  const { rows } = await tx.query<CatalogPosition>({
    name: 'catalog-lock',
    text: 'SELECT revision, generation FROM catalog FOR UPDATE',
  })
  return positionOf(rows)
}

/** The next versions after a revision, oldest first; all of them where there is no limit. */
export async function findVersionsAfter(
  from: Queryable,
  of: { revision: number; limit?: number | null },
): Promise<readonly QuestVersion[]> {
  const { rows } = await from.query<VersionRow>({
    name: 'quest-versions-after',
    text: `SELECT ${COLUMNS} FROM quest_version WHERE revision > $1 ORDER BY revision LIMIT $2`,
    values: [of.revision, of.limit ?? null],
  })
  return rows.map(versionOf)
}

/** The actor who publishes a version, and the reason. */
export interface VersionCommand {
  readonly actor: string
  readonly reason: string
  /** Of the actor, once per intent; null where a repeat is another version. */
  readonly idempotencyKey: string | null
}

/** The version that a command has published before; null for one that has not been run. */
export async function findByCommand(
  tx: Queryable,
  { actor, idempotencyKey }: Omit<VersionCommand, 'reason'>,
): Promise<QuestVersion | null> {
  if (idempotencyKey === null) return null
  const { rows } = await tx.query<VersionRow>({
    name: 'quest-version-by-command',
    text: `SELECT ${COLUMNS} FROM quest_version WHERE actor = $1 AND idempotency_key = $2`,
    values: [actor, idempotencyKey],
  })
  return rows[0] === undefined ? null : versionOf(rows[0])
}

/** Appends a version, and with its first one the quest, in one statement. The caller holds the catalog. */
export async function insertVersion(tx: Queryable, quest: QuestVersion, command: VersionCommand): Promise<void> {
  await tx.query({
    name: 'quest-version-insert',
    text: `WITH quest AS (INSERT INTO quest (id, created_at) VALUES ($1, $5) ON CONFLICT (id) DO NOTHING),
                version AS (
                  INSERT INTO quest_version
                    (quest_id, version, revision, definition, published_at, actor, reason, idempotency_key)
                  VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8))
           UPDATE catalog SET revision = $3`,
    values: [
      quest.questId,
      quest.version,
      quest.revision,
      JSON.stringify(quest.definition),
      quest.publishedAt,
      command.actor,
      command.reason,
      command.idempotencyKey,
    ],
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

function positionOf([row]: readonly CatalogPosition[]): CatalogPosition {
  if (row === undefined) throw new Error('Expected the row of the catalog, which the migration inserts')
  return row
}
