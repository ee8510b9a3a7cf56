import { hostname } from 'node:os'
import { producers } from '@waystone/events'
import {
  databaseSettings,
  eventKeyProblems,
  eventSettings,
  parseConfig,
  portSetting,
  processSettings,
  trustSettings,
  urlListSetting,
} from '@waystone/kit/config'
import * as z from 'zod'

export const settings = {
  ...processSettings,
  ...databaseSettings,
  ...trustSettings,
  ...eventSettings,
  SERVICE_PORT: portSetting(4002),
  USERS_URLS: urlListSetting('http://127.0.0.1:4001'),
  QUESTS_URLS: urlListSetting('http://127.0.0.1:4003'),
  /** Where the other processes of this subgraph reach this one; see worldUrlOf. */
  WORLD_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** A character leaves the world when its player has sent no command, and had no live connection, for so long. */
  WORLD_IDLE_SECONDS: z.coerce.number().int().min(5).max(86_400).default(300),
}

export type Config = ReturnType<typeof readConfig>

/**
 * @param options.signs false for a command beside the processes that serve, which needs no key to sign events with
 * @throws ConfigError naming every problem.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>, { signs = true } = {}) =>
  parseConfig(settings, env, present => eventKeyProblems(present, { self: 'characters', producers, signs }))

/**
 * Where the other processes of this subgraph call this one. Without WORLD_URL, that is the address that it
 * listens on; where it listens on all of them, the name of its machine or container.
 */
export function worldUrlOf({ LISTEN_ADDR: host, SERVICE_PORT, WORLD_URL }: Config): string {
  if (WORLD_URL !== undefined) return WORLD_URL
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${SERVICE_PORT}`
}
