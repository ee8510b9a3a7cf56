import * as z from 'zod'

/** The name that clients call Steam by; OIDC_PROVIDERS takes no provider of this name. */
export const STEAM = 'steam'
/** Where Steam's ids of players are from. */
export const STEAM_ISSUER = 'https://steamcommunity.com/openid'

/** The game at Steam, whose session tickets sign in. */
export interface SteamSettings {
  readonly appId: number
  /** The service that clients ask tickets for; one that was made for another service is refused. */
  readonly identity: string
}

const APP_ID_MAX = 2 ** 31 - 1

/** docs/accounts.md explains them. */
export const steamSettings = {
  STEAM_APP_ID: z.coerce.number().int().min(1).max(APP_ID_MAX).optional(),
  /** Of the publisher, not of a user. */
  STEAM_WEB_API_KEY: z
    .string()
    .regex(/^[0-9A-Za-z]{1,128}$/)
    .optional(),
  STEAM_IDENTITY: z
    .string()
    .regex(/^[0-9A-Za-z_-]{1,30}$/)
    .default('waystone'),
  /** Another server that speaks Steam's Web API. */
  STEAM_API_URL: z.url({ protocol: /^https?$/ }).default('https://partner.steam-api.com'),
}

export type SteamConfig = z.output<z.ZodObject<typeof steamSettings>>

/** Returns the problems: each of the two settings is of no use without the other. */
export const missingSteamSettings = (present: Readonly<Record<string, string>>): string[] =>
  (
    [
      ['STEAM_APP_ID', 'STEAM_WEB_API_KEY'],
      ['STEAM_WEB_API_KEY', 'STEAM_APP_ID'],
    ] as const
  )
    .filter(([given, other]) => present[given] !== undefined && present[other] === undefined)
    .map(([given, other]) => `${other}: is needed beside ${given}`)

/** Null where Steam does not sign in. */
export function steamOf({ STEAM_APP_ID: appId, STEAM_WEB_API_KEY: key, ...rest }: SteamConfig) {
  if (appId === undefined || key === undefined) return null
  return { appId, key, identity: rest.STEAM_IDENTITY, apiUrl: rest.STEAM_API_URL }
}
