import type { Queryable } from '@waystone/kit/postgres'
import type { Completion } from '../domain/apply-event.js'
import type { PrismaClient } from '../generated/prisma/client.js'
import { byUser, type PagesOfUsers } from './pages.js'

/** Locks a user's completion against concurrent claims; null when it is another user's. */
export async function lockCompletion(tx: Queryable, of: { id: string; userId: string }): Promise<Completion | null> {
  const { rows } = await tx.query<Completion>({
    name: 'completion-lock',
    text: `SELECT ${COLUMNS} FROM quest_completion WHERE id = $1 AND user_id = $2 FOR UPDATE`,
    values: [of.id, of.userId],
  })
  return rows[0] ?? null
}

export async function findCompletionsByIds(
  prisma: PrismaClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Completion>> {
  const rows = await prisma.questCompletion.findMany({ where: { id: { in: [...ids] } } })
  return new Map(rows.map(row => [row.id, row]))
}

/** Which completions a list is of: with their rewards granted, or waiting to be claimed; null: all. */
export interface CompletionFilter {
  readonly claimed: boolean | null
}

const claimedConditions = { true: 'AND claimed_at IS NOT NULL', false: 'AND claimed_at IS NULL', all: '' } as const
const ofClaimed = (claimed: boolean | null) => (claimed === null ? 'all' : claimed ? 'true' : 'false')

/** Newest first. */
export async function findCompletionPages(
  from: Queryable,
  { userIds, below, limit, claimed }: PagesOfUsers & CompletionFilter,
): Promise<ReadonlyMap<string, readonly Completion[]>> {
  const { rows } = await from.query<Completion>({
    name: `completion-pages-${ofClaimed(claimed)}`,
    text: `SELECT page.* FROM unnest($1::uuid[]) AS asked (user_id), LATERAL (
             SELECT ${COLUMNS} FROM quest_completion
             WHERE quest_completion.user_id = asked.user_id AND sequence < $2 ${claimedConditions[ofClaimed(claimed)]}
             ORDER BY sequence DESC LIMIT $3) AS page`,
    values: [userIds, below, limit],
  })
  return byUser(rows)
}

/** Completions that a subscription reads at once. */
export const COMPLETIONS_PER_READING = 100

/** From where on a subscription tells completions. */
export interface CompletionPosition {
  readonly userId: string
  /** A completion; null for the user's last one as of now. */
  readonly after: string | null
}

/**
 * The sequence that each position lies at; null where `after` is no completion of the user's. In the order of
 * the positions.
 */
export async function findCompletionSequences(
  from: Queryable,
  positions: readonly CompletionPosition[],
): Promise<readonly (number | null)[]> {
  const { rows } = await from.query<{ sequence: number | null }>({
    name: 'completion-sequences',
    text: `SELECT CASE WHEN asked.after IS NULL
             THEN coalesce((SELECT max(sequence) FROM quest_completion WHERE user_id = asked.user_id), 0)
             ELSE (SELECT sequence FROM quest_completion WHERE id = asked.after AND user_id = asked.user_id) END AS sequence
           FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (user_id, after, place) ORDER BY asked.place`,
    values: [positions.map(({ userId }) => userId), positions.map(({ after }) => after)],
  })
  return rows.map(({ sequence }) => sequence)
}

/**
 * Finds the next completions after each sequence, oldest first, in the order of `asked`. A user's events are
 * recorded one after the other under the lock of the player's row, so that sequences become visible in their
 * order: a reader that has read up to one has missed none before it.
 */
export async function findCompletionsAfter(
  from: Queryable,
  asked: readonly { readonly userId: string; readonly sequence: number }[],
): Promise<readonly (readonly Completion[])[]> {
  const { rows } = await from.query<Completion & { place: string }>({
    name: 'completions-after',
    text: `SELECT asked.place, next.* FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS asked (user_id, sequence, place),
           LATERAL (
             SELECT ${COLUMNS} FROM quest_completion
             WHERE quest_completion.user_id = asked.user_id AND sequence > asked.sequence
             ORDER BY sequence LIMIT $3) AS next
           ORDER BY asked.place, next.sequence`,
    values: [asked.map(({ userId }) => userId), asked.map(({ sequence }) => sequence), COMPLETIONS_PER_READING],
  })
  const found = asked.map((): Completion[] => [])
  for (const { place, ...completion } of rows) found[Number(place) - 1]?.push(completion)
  return found
}

export async function countCompletions(
  prisma: PrismaClient,
  { userIds, claimed }: { userIds: readonly string[] } & CompletionFilter,
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.questCompletion.groupBy({
    by: ['userId'],
    where: {
      userId: { in: [...userIds] },
      ...(claimed !== null && { claimedAt: claimed ? { not: null } : null }),
    },
    _count: { _all: true },
  })
  return new Map(rows.map(row => [row.userId, row._count._all]))
}

const COLUMNS = `id, user_id AS "userId", quest_id AS "questId", version, number, sequence,
  completed_at AS "completedAt", claimed_at AS "claimedAt"`
