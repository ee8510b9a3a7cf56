import type { Queryable } from '@waystone/kit/postgres'

/** Takes the place of a client seed; the constraint and the trigger of fairness_seed know it, too. */
export const ERASED_CLIENT_SEED = 'erased'

/** From here on, a trigger gives the user's later seeds no text of the user either. */
export async function eraseUser(tx: Queryable, { userId, at }: { userId: string; at: Date }): Promise<void> {
  const run = (name: string, text: string, ...values: unknown[]) =>
    tx.query({ name, text, values: [userId, ...values] })
  // Waits for seeds that are being made, and has later ones wait.
  await run('erase_lock', `select pg_advisory_xact_lock(hashtext('erased user'), hashtext($1::uuid::text))`)
  await run('erase_note', 'insert into erased_user (user_id, erased_at) values ($1, $2) on conflict do nothing', at)
  await run(
    'erase_seeds',
    'update fairness_seed set client_seed = $2 where user_id = $1 and client_seed <> $2',
    ERASED_CLIENT_SEED,
  )
  // A key is a text of the client, so it may be the id of another pull, which is to be that one's key.
  await run(
    'erase_keys_in_the_way',
    `update pull set idempotency_key = gen_random_uuid()::text
     where user_id = $1 and idempotency_key in (select id::text from pull where user_id = $1)`,
  )
  await run('erase_keys', `update pull set idempotency_key = id::text where user_id = $1`)
  await run('erase_bars', 'update pull set bar = null where user_id = $1 and bar is not null')
  await run('erase_change_keys', 'update memory_change set idempotency_key = null where user_id = $1')
}

/** The keys and bars of pulls that were ordered while their user was being erased, by requests that were under way. */
export async function eraseLateKeys(db: Queryable, since: Date): Promise<void> {
  await db.query({
    text: `update pull p set idempotency_key = gen_random_uuid()::text from erased_user e
      where e.erased_at >= $1 and p.user_id = e.user_id and p.idempotency_key <> p.id::text
        and exists (select from pull other where other.user_id = p.user_id and other.id::text = p.idempotency_key)`,
    values: [since],
  })
  await db.query({
    text: `update pull p set idempotency_key = p.id::text from erased_user e
      where e.erased_at >= $1 and p.user_id = e.user_id and p.idempotency_key <> p.id::text`,
    values: [since],
  })
  await db.query({
    text: `update pull p set bar = null from erased_user e where e.erased_at >= $1 and p.user_id = e.user_id and p.bar is not null`,
    values: [since],
  })
  await db.query({
    text: `update memory_change c set idempotency_key = null from erased_user e
      where e.erased_at >= $1 and c.user_id = e.user_id and c.idempotency_key is not null`,
    values: [since],
  })
}
