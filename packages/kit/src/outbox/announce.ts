import type { Pool } from 'pg'

/**
 * Tells the relay that the outbox has new rows, after their commit. Within the transaction it would be a
 * trigger and a NOTIFY: Postgres lets transactions that notify commit one after the other, each waiting for
 * the disk, which held every pull of a server to some 400 a second. An announcement that is lost costs the
 * relay's next look, half a second.
 */
export function announceRows(pool: Pool): void {
  const relay = relays.get(pool)
  if (relay === undefined) notify(pool)
  else relay()
}

/** While the relay of a pool's outbox leads in this very process, it is woken without asking the database. */
const relays = new WeakMap<Pool, () => void>()

export function announceTo(pool: Pool, wake: () => void): { stop(): void } {
  relays.set(pool, wake)
  return {
    stop: () => {
      if (relays.get(pool) === wake) relays.delete(pool)
    },
  }
}

/** By pool, whether rows were announced while an announcement was under way: then one more follows. */
const underWay = new WeakMap<Pool, { again: boolean }>()

function notify(pool: Pool): void {
  const current = underWay.get(pool)
  if (current !== undefined) {
    current.again = true
    return
  }
  const own = { again: false }
  underWay.set(pool, own)
  pool
    // A notification is worth nothing after a crash, so its commit need not wait for the disk.
    .query({
      name: 'outbox_notify',
      text: `select set_config('synchronous_commit', 'off', true), pg_notify('outbox', '')`,
    })
    // The relay looks by itself before long.
    .catch(() => undefined)
    .finally(() => {
      underWay.delete(pool)
      if (own.again) notify(pool)
    })
}
