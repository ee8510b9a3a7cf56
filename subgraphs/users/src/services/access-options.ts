import { STEAM, STEAM_ISSUER } from '../identity/providers/steam-settings.js'
import type { Needs } from './needs.js'

/** The ways into an account that this server is set up for. */
export const accessOptions = ({ external, mailer, settings }: Needs) => ({
  guests: external === null && settings.guestsPerNetworkDailyMax > 0,
  mail: external === null && mailer !== null,
  providers:
    external === null ? settings.providers.map(({ name, issuer, clientIds }) => ({ name, issuer, clientIds })) : [],
  steam:
    external === null && settings.steam !== null
      ? { appId: settings.steam.appId, identity: settings.steam.identity }
      : null,
  demoPlayers: external === null ? settings.demoPlayers : [],
})

/** The names of the providers that sign in, by their issuers, which the database holds. */
export const providerNames = ({ settings }: Needs): ReadonlyMap<string, string> =>
  new Map([
    ...settings.providers.map(({ issuer, name }) => [issuer, name] as const),
    ...(settings.steam === null ? [] : [[STEAM_ISSUER, STEAM] as const]),
  ])
