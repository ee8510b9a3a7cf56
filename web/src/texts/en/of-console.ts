import { console } from './console.js'
import { consoleContent } from './console-content.js'
import { consoleEconomy } from './console-economy.js'
import { consoleEvents } from './console-events.js'
import { consoleGuilds } from './console-guilds.js'
import { consoleMail } from './console-mail.js'
import { consoleMaps } from './console-maps.js'
import { consoleModeration } from './console-moderation.js'
import { consoleOverview } from './console-overview.js'
import { consolePlayers } from './console-players.js'
import { consoleWarehouse } from './console-warehouse.js'

/** The texts that the console alone has: a player's first load is without them. */
export const ofConsole = {
  console,
  consoleContent,
  consoleEconomy,
  consoleEvents,
  consoleGuilds,
  consoleMail,
  consoleMaps,
  consoleModeration,
  consoleOverview,
  consolePlayers,
  consoleWarehouse,
} as const
