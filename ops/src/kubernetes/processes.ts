import { readFileSync } from 'node:fs'
import { readConfig as readCharactersConfig, settings as charactersSettings } from '@waystone/characters/config'
import { readConfig as readGachaConfig, settings as gachaSettings } from '@waystone/gacha/config'
import { readConfig as readGatewayConfig, settings as gatewaySettings } from '@waystone/gateway/config'
import { metricsPortOf } from '@waystone/kit/config'
import {
  readConfig as readNotificationsConfig,
  settings as notificationsSettings,
} from '@waystone/notifications/config'
import { readConfig as readQuestsConfig, settings as questsSettings } from '@waystone/quests/config'
import { readConfig as readSocialConfig, settings as socialSettings } from '@waystone/social/config'
import { readConfig as readUsersConfig, settings as usersSettings } from '@waystone/users/config'
import * as z from 'zod'

export type Env = Readonly<Record<string, string | undefined>>

/** A process that serves, as its own code describes it. */
export interface ServingProcess {
  readonly name: string
  readonly component: 'gateway' | 'subgraph'
  readonly command: readonly string[]
  readonly port: number
  readonly metricsPort: number
  /** The names of the settings that it knows. */
  readonly settings: readonly string[]
  /** The processes that it calls, itself included where it calls its other instances. */
  readonly calls: readonly string[]
  /** @throws ConfigError naming every problem of the environment. */
  readonly readConfig: (env: Env) => unknown
}

export const subgraphNames = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const

const commands = z
  .record(z.string(), z.tuple([z.string()], z.string()))
  .parse(JSON.parse(readFileSync(new URL('../../../standalone/commands.json', import.meta.url), 'utf8')))

const sources: Readonly<
  Record<string, { settings: z.ZodRawShape & { SERVICE_PORT: z.ZodType<number> }; readConfig: (env: Env) => unknown }>
> = {
  gateway: { settings: gatewaySettings, readConfig: readGatewayConfig },
  users: { settings: usersSettings, readConfig: readUsersConfig },
  characters: { settings: charactersSettings, readConfig: readCharactersConfig },
  quests: { settings: questsSettings, readConfig: readQuestsConfig },
  gacha: { settings: gachaSettings, readConfig: readGachaConfig },
  social: { settings: socialSettings, readConfig: readSocialConfig },
  notifications: { settings: notificationsSettings, readConfig: readNotificationsConfig },
}

/** The gateway first, then the subgraphs. */
export const processes: readonly ServingProcess[] = Object.entries(sources).map(([name, { settings, readConfig }]) => {
  const port = settings.SERVICE_PORT.parse(undefined)
  const metricsPort = metricsPortOf({ NODE_ENV: 'production', SERVICE_PORT: port })
  if (metricsPort === null) throw new Error(`Expected ${name} to have a port for metrics in production`)
  return {
    name,
    component: name === 'gateway' ? 'gateway' : 'subgraph',
    command: commandOf(name),
    port,
    metricsPort,
    settings: Object.keys(settings),
    calls: Object.keys(sources).filter(
      other => `${other.toUpperCase()}_URLS` in settings || (other === name && 'WORLD_URL' in settings),
    ),
    readConfig,
  }
})

export const subgraphs = processes.filter(({ component }) => component === 'subgraph')

/** As `npm run start:distributed` and docker-compose.yml run it. */
export function commandOf(name: string): readonly string[] {
  const command = commands[name]
  if (command === undefined) throw new Error(`standalone/commands.json has no command of ${name}`)
  return command
}

/** The default of a setting that is a number, such as a limit. */
export const defaultOf = (name: keyof typeof gatewaySettings): number =>
  z.number().parse(gatewaySettings[name].parse(undefined))
