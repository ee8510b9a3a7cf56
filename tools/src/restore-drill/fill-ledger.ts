import { createPool } from '@waystone/kit/postgres'

const GRANTS_EACH = 500
const USERS_PER_BATCH = 200
/** For the smallest database. */
const USERS_MIN = 3
const UUID = (text: string) => `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`
const userId = UUID(`'drill user ' || u`)
const wallet = UUID(`'drill wallet ' || u`)
const transfer = UUID(`'drill grant ' || u || ' ' || k`)
/** As the first migration of users makes it. */
const house = `md5('waystone-house:GRANTS:GOLD:' || (u % 16))::uuid`
const AT = `'2026-02-01T00:00:00Z'::timestamptz + u * interval '1 second'`

/**
 * Fills a database of users until it has this size: players who were granted gold again and again. Every invariant of
 * the ledger holds.
 * @returns the size of the database that came of it.
 */
export async function fillLedger(
  superuserUrl: string,
  { bytes, onBytes }: { readonly bytes: number; readonly onBytes: (done: number) => void },
): Promise<number> {
  const pool = createPool({ connectionString: superuserUrl, max: 1 })
  try {
    const size = async (): Promise<number> => {
      const { rows } = await pool.query<{ size: string }>('SELECT pg_database_size(current_database()) AS size')
      return Number(rows[0]?.size ?? 0)
    }
    // Foreign keys are not looked up row by row.
    await pool.query(`SET session_replication_role = replica; SET work_mem = '128MB'; SET synchronous_commit = off`)
    const users = bytes === 0 ? USERS_MIN : USERS_PER_BATCH
    for (let first = 1; (await size()) < bytes || first === 1; first += users) {
      for (const statement of batchOf(first, first + users - 1)) await pool.query(statement)
      onBytes(await size())
    }
    await pool.query('VACUUM ANALYZE')
    return await size()
  } finally {
    await pool.end()
  }
}

function batchOf(first: number, last: number): readonly string[] {
  const users = `generate_series(${first}, ${last}) u`
  const grants = `${users}, generate_series(1, ${GRANTS_EACH}) k`
  return [
    `INSERT INTO "user" (id, name, email, username)
     SELECT ${userId}, 'Drill ' || u, 'drill' || u || '@example.com', 'drill' || u FROM ${users}`,
    `INSERT INTO profile (user_id, time_zone, former_of_months, standing) SELECT ${userId}, 'UTC', 'UTC', 'ACTIVE' FROM ${users}`,
    `INSERT INTO ledger_account (id, kind, currency, user_id, balance, sequence, updated_at)
     SELECT ${wallet}, 'WALLET', 'GOLD', ${userId}, ${GRANTS_EACH}, ${GRANTS_EACH}, ${AT} FROM ${users}`,
    `INSERT INTO ledger_transfer (id, reason, reference, leg, debit_account_id, credit_account_id, amount, created_at, paid)
     SELECT ${transfer}, 'GRANT', ${userId}, k, ${house}, ${wallet}, 1, ${AT}, 0 FROM ${grants}`,
    `INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     SELECT ${transfer}, ${wallet}, k, 1, k, ${AT}, 0 FROM ${grants}`,
    `INSERT INTO ledger_entry (transfer_id, account_id, sequence, amount, balance_after, created_at, paid)
     SELECT e.id, a.id, a.sequence + e.place, -1, a.balance - e.place, e.at, 0
     FROM (SELECT ${transfer} AS id, ${house} AS house, ${AT} AS at,
             row_number() OVER (PARTITION BY u % 16 ORDER BY u, k) AS place FROM ${grants}) e
     JOIN ledger_account a ON a.id = e.house`,
    `UPDATE ledger_account a SET balance = balance - e.entries, sequence = sequence + e.entries
     FROM (SELECT ${house} AS house, count(*) AS entries FROM ${grants} GROUP BY 1) e WHERE a.id = e.house`,
  ]
}
