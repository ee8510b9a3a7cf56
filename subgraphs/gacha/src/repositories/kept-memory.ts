import type { KeptMemory } from '../domain/banner-model/kept-memory.js'
import type { Queryable } from '@waystone/kit/postgres'

interface Place {
  readonly userId: string
  /** `user`, `group:NAME` or `banner:ID`. */
  readonly scope: string
}

/**
 * In the order asked for; null for a user of whom nothing is kept there. Draws write it (drawing.ts),
 * and changes between them (memory-change.ts).
 * @param db the primary: a player who has just pulled must see the counters that the next pull starts from
 */
export async function findKeptMemories(
  db: Queryable,
  wanted: readonly Place[],
): Promise<readonly (KeptMemory | null)[]> {
  const { rows } = await db.query<{
    user_id: string
    scope: string
    counters: KeptMemory['counters']
    boxes: KeptMemory['boxes']
    target: KeptMemory['target']
    wishes: KeptMemory['wishes']
  }>({
    name: 'kept_memories',
    text: `select m.user_id, m.scope, m.counters, m.boxes, m.target, m.wishes from banner_memory m
      join (select distinct * from unnest($1::uuid[], $2::text[]) as w (user_id, scope)) wanted using (user_id, scope)`,
    values: [wanted.map(({ userId }) => userId), wanted.map(({ scope }) => scope)],
  })
  return wanted.map(({ userId, scope }) => {
    const row = rows.find(each => each.user_id === userId && each.scope === scope)
    if (row === undefined) return null
    const { counters, boxes, target, wishes } = row
    return { counters, boxes, target, wishes }
  })
}
