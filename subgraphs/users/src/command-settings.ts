import { withDatabaseUrls } from '@waystone/kit/config'
import { settingsOfSystem } from '@waystone/kit/running-system'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The settings of a command on users' database, which is that of the environment or of the system that runs
 * on the data directory. A process of users has DATABASE_URL; a machine of operators names the database by
 * its subgraph.
 */
export async function settingsOfCommand(given: Env, { data }: { data: string }): Promise<Env> {
  const set = withDatabaseUrls(given)
  const env =
    (set['DATABASE_URL'] ?? '') === ''
      ? await settingsOfSystem({
          env: set,
          required: ['USERS_DATABASE_URL'],
          directory: data,
          below: ['distributed'],
        })
      : { ...set, USERS_DATABASE_URL: set['DATABASE_URL'] }
  return {
    ...env,
    LOG_LEVEL: 'fatal',
    // Production wants a provider, of which a command makes no use.
    PAYMENTS: 'off',
    DATABASE_URL: env['USERS_DATABASE_URL'],
    DATABASE_READ_URL: undefined,
    DB_MAX_CONNECTIONS: '2',
  }
}
