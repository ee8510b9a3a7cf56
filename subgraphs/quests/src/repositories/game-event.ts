import type { Queryable } from '@waystone/kit/postgres'
import { REWARD_GRANTED } from '../domain/catalog.js'
import type { RecordedEvent } from '../domain/progress.js'
import type { PrismaClient } from '../generated/prisma/client.js'
import { byUser, type PagesOfUsers } from './pages.js'

export type GameEvent = RecordedEvent

/** Which events a list is of: those of one type; null: all. */
export interface EventFilter {
  readonly type: string | null
}

/** Newest first. */
export async function findEventPages(
  from: Queryable,
  { userIds, type, below, limit }: PagesOfUsers & EventFilter,
): Promise<ReadonlyMap<string, readonly GameEvent[]>> {
  const { rows } = await from.query<GameEvent>({
    name: type === null ? 'event-pages' : 'event-pages-of-type',
    text: `SELECT page.* FROM unnest($1::uuid[]) AS asked (user_id), LATERAL (
             SELECT ${COLUMNS} FROM game_event
             WHERE game_event.user_id = asked.user_id AND sequence < $2 ${type === null ? '' : 'AND type = $4'}
             ORDER BY sequence DESC LIMIT $3) AS page`,
    values: type === null ? [userIds, below, limit] : [userIds, below, limit, type],
  })
  return byUser(rows)
}

export async function countEvents(
  prisma: PrismaClient,
  of: { userIds: readonly string[] } & EventFilter,
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.gameEvent.groupBy({
    by: ['userId'],
    where: { userId: { in: [...of.userIds] }, ...(of.type !== null && { type: of.type }) },
    _count: { _all: true },
  })
  return new Map(rows.map(row => [row.userId, row._count._all]))
}

/** Finds events from outside, oldest first, with their catalog revision: all that a rebuild needs. */
export async function findOutsideEvents(
  from: Queryable,
  of: { userId: string; after: number; limit: number },
): Promise<readonly (GameEvent & { readonly catalogRevision: number })[]> {
  const { rows } = await from.query<GameEvent & { catalogRevision: number }>({
    name: 'events-from-outside',
    text: `SELECT ${COLUMNS}, catalog_revision AS "catalogRevision" FROM game_event
           WHERE user_id = $1 AND sequence > $2 AND caused_by IS NULL ORDER BY sequence LIMIT $3`,
    values: [of.userId, of.after, of.limit],
  })
  return rows
}

/**
 * The grants of the events with these ids. A recorded event is neither changed nor deleted, unlike a
 * completion, which a rebuild may.
 */
export async function findGrants(from: Queryable, eventIds: readonly string[]): Promise<readonly GameEvent[]> {
  const { rows } = await from.query<GameEvent>({
    name: 'events-that-granted',
    text: `SELECT ${COLUMNS} FROM game_event WHERE id = ANY($1::uuid[]) AND type = $2`,
    values: [eventIds, REWARD_GRANTED],
  })
  return rows
}

const COLUMNS = 'id, user_id AS "userId", sequence, type, data, occurred_at AS "occurredAt"'
