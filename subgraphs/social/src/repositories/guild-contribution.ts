import type { Queryable } from '@waystone/kit/postgres'

/** The gold in treasuries, by guild; those that never got anything are missing. */
export async function findGold(db: Queryable, guildIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ guild_id: string; gold: string }>({
    name: 'contribution_gold',
    text: `select guild_id, sum(deposited - withdrawn) as gold from guild_contribution where guild_id = any($1::uuid[]) group by guild_id`,
    values: [guildIds],
  })
  return new Map(rows.map(row => [row.guild_id, Number(row.gold)]))
}

/** The gold that each user has deposited in this guild and not withdrawn; 0 for one who has withdrawn more. */
export async function findContributed(
  db: Queryable,
  guildId: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const text = `select user_id, greatest(deposited - withdrawn, 0) as contributed from guild_contribution where guild_id = $1 and user_id = any($2::uuid[])`
  const { rows } = await db.query<{ user_id: string; contributed: string }>({
    name: 'contribution_of_users',
    text,
    values: [guildId, userIds],
  })
  return new Map(rows.map(row => [row.user_id, Number(row.contributed)]))
}

/**
 * The gold that a member has withdrawn on this UTC day, or on a later one that a process whose clock is ahead has
 * begun: days do not begin anew.
 */
export async function findWithdrawnOn(
  db: Queryable,
  { guildId, userId, day }: { guildId: string; userId: string; day: string },
): Promise<number> {
  const { rows } = await db.query<{ withdrawn: string }>({
    name: 'contribution_withdrawn_on',
    text: `select withdrawn_that_day as withdrawn from guild_contribution where guild_id = $1 and user_id = $2 and withdrawn_on >= $3::date`,
    values: [guildId, userId, day],
  })
  return Number(rows[0]?.withdrawn ?? 0)
}

/** Adds payments to members; the caller has locked the guild, and knows that its treasury holds as much. */
export async function addWithdrawn(
  tx: Queryable,
  payments: readonly { readonly guildId: string; readonly userId: string; readonly amount: number }[],
  day: string,
): Promise<void> {
  await tx.query({
    name: 'contribution_add_withdrawn',
    text: `insert into guild_contribution as c (guild_id, user_id, withdrawn, withdrawn_on, withdrawn_that_day)
      select guild_id, user_id, amount, $4::date, amount
      from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as p (guild_id, user_id, amount) order by user_id
      on conflict (guild_id, user_id) do update set
        withdrawn = c.withdrawn + excluded.withdrawn,
        withdrawn_that_day = case when c.withdrawn_on >= $4::date then c.withdrawn_that_day else 0 end + excluded.withdrawn_that_day,
        withdrawn_on = greatest(c.withdrawn_on, $4::date)`,
    values: [
      payments.map(payment => payment.guildId),
      payments.map(payment => payment.userId),
      payments.map(payment => payment.amount),
      day,
    ],
  })
}
