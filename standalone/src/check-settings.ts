import { readConfig as readCharactersConfig } from '@waystone/characters/config'
import { readConfig as readGachaConfig } from '@waystone/gacha/config'
import { readConfig as readGatewayConfig } from '@waystone/gateway/config'
import { ConfigError } from '@waystone/kit/config'
import { readConfig as readQuestsConfig } from '@waystone/quests/config'
import { readConfig as readUsersConfig } from '@waystone/users/config'

/** What a start makes itself, so that nobody has to set it. */
const MADE_HERE = {
  DATABASE_URL: 'postgres://made-here@127.0.0.1/made-here',
  INTERNAL_SECRET: 'made here, and kept in the data directory',
  BETTER_AUTH_SECRET: 'made here, and kept in the data directory',
}

/** @throws ConfigError with what any of the parts would refuse, all of it, before anything is started. */
export function checkSettings(env: Readonly<Record<string, string | undefined>>): void {
  const readers = [readUsersConfig, readCharactersConfig, readQuestsConfig, readGachaConfig, readGatewayConfig]
  const problems = new Set(readers.flatMap(read => problemsOf(() => read({ ...env, ...MADE_HERE }))))
  if (problems.size > 0) throw new ConfigError([...problems])
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
