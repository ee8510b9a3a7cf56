import type { Queryable } from '@waystone/kit/postgres'
import { tellGuilds } from './tell-guild.js'

/**
 * Erases what is personal in guilds of a user who has left them: applications, orders
 * to found what never came about or is no more, and the keys that the client made.
 * Contributions, movements and the log stay, under the id: the treasury's book is made of them.
 */
export async function eraseGuildTraces(tx: Queryable, userId: string): Promise<void> {
  const run = (name: string, text: string) => tx.query({ name, text, values: [userId] })
  await run(
    'erase_foundings',
    `update guild set name = 'Erased', name_key = 'erased', description = '' where founder_id = $1 and status not in ('FOUNDING', 'ACTIVE')`,
  )
  const { rows } = await tx.query<{ guild_id: string }>({
    name: 'erase_applications',
    text: 'delete from guild_application where user_id = $1 returning guild_id',
    values: [userId],
  })
  tellGuilds(
    tx,
    rows.map(row => row.guild_id),
  )
  // A key is a text of the client, so it may be the id of another row, which is to be that one's key.
  await run(
    'erase_movement_keys_in_the_way',
    `update treasury_movement set idempotency_key = gen_random_uuid()::text
     where user_id = $1 and idempotency_key in (select id::text from treasury_movement where user_id = $1)`,
  )
  await run('erase_movement_keys', 'update treasury_movement set idempotency_key = id::text where user_id = $1')
  await run(
    'erase_founding_keys_in_the_way',
    `update guild set idempotency_key = gen_random_uuid()::text
     where founder_id = $1 and idempotency_key in (select id::text from guild where founder_id = $1)`,
  )
  await run('erase_founding_keys', 'update guild set idempotency_key = id::text where founder_id = $1')
}
