import type { Queryable } from '@waystone/kit/postgres'

/** The names of programs that are connected to a database with its own role, this one left out. */
export async function connectedProcesses(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>({
    text: `SELECT DISTINCT coalesce(nullif(application_name, ''), 'a program without a name') AS name
           FROM pg_stat_activity
           WHERE datname = current_database() AND backend_type = 'client backend' AND usename = current_user
             AND application_name <> current_setting('application_name')`,
  })
  return rows.map(({ name }) => name)
}
