import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import type { Catalog } from '../domain/catalog.js'
import { lengthProblems, type Problem } from '../domain/problems.js'
import { listingAfter, type QuestListing } from '../domain/quest-listing.js'
import type { QuestDefinition, QuestVersion } from '../domain/quest.js'
import { invalidInput, type Refusal } from '../errors.js'
import { findByCommand, insertVersion, lockCatalog, type VersionCommand } from '../repositories/catalog.js'
import { findListings } from '../repositories/listing.js'
import { positionMoved } from './catalog-position.js'
import type { Needs } from './needs.js'
import { projectNext } from './project-catalog.js'
import { recordAdminAction } from './record-admin-action.js'

export const REASON_LENGTH_MAX = 500
export const IDEMPOTENCY_KEY_LENGTH_MAX = 100

/** The actor of a command, its reason, and its idempotency key. */
export interface CommandOrigin {
  /** The administrator's id, or the origin of a command line. */
  readonly actor: string
  readonly reason?: string | null | undefined
  /** Made once per intent: a repeat returns the version that the first one published. */
  readonly idempotencyKey?: string | null | undefined
}

/** The outcome of a command: it appends a version, changes nothing, or is refused. */
export type Decision =
  | { readonly questId: string; readonly definition: QuestDefinition }
  | { readonly unchanged: QuestVersion }
  | { readonly problems: readonly Problem[] }

/**
 * Runs a command on the catalog: one at a time, so that the checks still hold when the result is written. The
 * version, the read model and the audit entry are written in one transaction, so every read after the answer
 * sees the new version.
 */
export async function runCatalogCommand(
  needs: Needs,
  origin: CommandOrigin,
  command: {
    readonly action: 'QUEST_PUBLISHED' | 'QUEST_RETIRED'
    /** Returns whether the version is the one that this command would have published. */
    readonly isRepeatOf: (version: QuestVersion) => boolean
    readonly decide: (catalog: Catalog) => Decision
  },
): Promise<QuestListing | Refusal<typeof invalidInput>> {
  const { actor, reason, idempotencyKey = null } = origin
  const by: VersionCommand = { actor, reason: reason?.trim() ?? '', idempotencyKey }
  const [wrong, ...more] = originProblems(by)
  if (wrong !== undefined) return invalidInput([wrong, ...more])
  const result = await withTransaction(needs.pool, async tx => {
    const { revision, generation } = await lockCatalog(tx)
    const catalog = await needs.catalogs.at(tx, revision)
    const first = await findByCommand(tx, by)
    if (first !== null && !command.isRepeatOf(first)) return invalidInput([otherCommand])
    const decision: Decision = first === null ? command.decide(catalog) : { unchanged: first }
    if ('problems' in decision) return refusalOf(decision.problems)
    const version =
      'unchanged' in decision
        ? decision.unchanged
        : await append(needs, tx, { ...decision, catalog, by, action: command.action })
    await projectNext(tx, { generation, limit: null })
    const listings = await findListings(tx, { generation, questIds: [version.questId] })
    return listingAfter(listings.get(version.questId), version)
  })
  // A repeat does so too: the process that ran the command first may have died before it could.
  if (!('message' in result)) await positionMoved(needs)
  return result
}

async function append(
  needs: Needs,
  tx: Queryable,
  of: { questId: string; definition: QuestDefinition; catalog: Catalog; by: VersionCommand; action: string },
): Promise<QuestVersion> {
  const { questId, definition, catalog, by, action } = of
  const quest: QuestVersion = {
    questId,
    version: (catalog.current(questId)?.version ?? 0) + 1,
    revision: catalog.revision + 1,
    publishedAt: needs.clock.now(),
    definition,
  }
  await insertVersion(tx, quest, by)
  const data = { questId, version: quest.version }
  await recordAdminAction(needs, tx, { actor: by.actor, action, reason: by.reason, data })
  return quest
}

/** Problems of a command's reason and key. */
export const originProblems = ({ reason, idempotencyKey }: VersionCommand): Problem[] => [
  ...lengthProblems('reason', reason, { min: 0, max: REASON_LENGTH_MAX }),
  ...(idempotencyKey === null
    ? []
    : lengthProblems('idempotencyKey', idempotencyKey, { min: 1, max: IDEMPOTENCY_KEY_LENGTH_MAX })),
]

/** Problems of a publication that is based on a version, 0 for none, where another one was published since. */
export function baseProblems({ version, basedOn }: { version: number; basedOn: number | undefined }): Problem[] {
  if (basedOn === undefined || basedOn === version) return []
  return [{ field: 'id', message: `has version ${version} by now, not ${basedOn}`, min: version, actual: basedOn }]
}

/** The key was sent with another command before. */
export const otherCommand: Problem = {
  field: 'idempotencyKey',
  message: 'must be new: another command was sent with it',
  rule: 'USED',
}

function refusalOf([first, ...rest]: readonly Problem[]): Refusal<typeof invalidInput> {
  if (first === undefined) throw new Error('Expected at least one problem')
  return invalidInput([first, ...rest])
}
