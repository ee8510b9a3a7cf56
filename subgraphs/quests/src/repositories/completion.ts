import type { Queryable } from '@waystone/kit/postgres'
import type { Completion } from '../domain/apply-event.js'
import type { PrismaClient } from '../generated/prisma/client.js'
import { byUser, type PagesOfUsers } from './pages.js'

/** A user's completion, kept from being claimed by anyone else until the transaction ends; null when it is not the user's. */
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

/** Newest first. */
export async function findCompletionPages(
  from: Queryable,
  { userIds, below, limit }: PagesOfUsers,
): Promise<ReadonlyMap<string, readonly Completion[]>> {
  const { rows } = await from.query<Completion>({
    name: 'completion-pages',
    text: `SELECT page.* FROM unnest($1::uuid[]) AS asked (user_id), LATERAL (
             SELECT ${COLUMNS} FROM quest_completion
             WHERE quest_completion.user_id = asked.user_id AND sequence < $2
             ORDER BY sequence DESC LIMIT $3) AS page`,
    values: [userIds, below, limit],
  })
  return byUser(rows)
}

export async function countCompletions(
  prisma: PrismaClient,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.questCompletion.groupBy({
    by: ['userId'],
    where: { userId: { in: [...userIds] } },
    _count: { _all: true },
  })
  return new Map(rows.map(row => [row.userId, row._count._all]))
}

const COLUMNS = `id, user_id AS "userId", quest_id AS "questId", version, number, sequence,
  completed_at AS "completedAt", claimed_at AS "claimedAt"`
