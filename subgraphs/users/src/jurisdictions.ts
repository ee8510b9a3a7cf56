import type { Jurisdictions } from '@waystone/jurisdictions'
import { readJurisdictions } from '@waystone/jurisdictions/files'
import { ConfigError } from '@waystone/kit/config'
import { currencyPacks } from './domain/currency-pack.js'

/**
 * The rules of countries, as their files are now.
 * @throws ConfigError naming every problem of the files, or caps in a currency that no pack is priced in: those would
 * cap nothing
 */
export function openJurisdictions(given: Jurisdictions | undefined): Jurisdictions {
  const jurisdictions = given ?? readJurisdictions()
  const priced = new Set(currencyPacks.map(({ priceCurrency }) => priceCurrency))
  const unknown = jurisdictions.capCurrencies.filter(currency => !priced.has(currency))
  if (unknown.length === 0) return jurisdictions
  throw new ConfigError(unknown.map(currency => `jurisdictions: caps: no pack is priced in ${currency}`))
}
