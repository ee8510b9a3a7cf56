import type { Needs } from './needs.js'

/** The ways into an account that this server is set up for. */
export const accessOptions = ({ external, mailer, settings }: Needs) => ({
  guests: external === null && settings.guestsPerNetworkDailyMax > 0,
  mail: external === null && mailer !== null,
  providers:
    external === null ? settings.providers.map(({ name, issuer, clientIds }) => ({ name, issuer, clientIds })) : [],
})
