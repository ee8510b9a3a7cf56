import * as z from 'zod'
import { STEAM, STEAM_ISSUER } from './steam-settings.js'

/** An OpenID Connect provider whose ID tokens sign in. */
export interface ProviderSettings {
  /** As clients call it. */
  readonly name: string
  readonly issuer: string
  /** Values of `iss` that count: Google's tokens may leave out the scheme. */
  readonly issuers: readonly string[]
  /** This game's client ids at the provider: tokens for another audience are refused. */
  readonly clientIds: readonly string[]
}

const GOOGLE = 'https://accounts.google.com'
const known: Readonly<Record<string, { issuer: string; issuers: readonly string[] }>> = {
  google: { issuer: GOOGLE, issuers: [GOOGLE, 'accounts.google.com'] },
  apple: { issuer: 'https://appleid.apple.com', issuers: ['https://appleid.apple.com'] },
}

const isLoopback = (url: URL): boolean => ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)

const issuerSetting = z.string().refine(text => {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === ''
  )
}, 'expected an https URL without a login, query or fragment')

const providerSetting = z.strictObject({
  issuer: issuerSetting.optional(),
  clientIds: z.array(z.string().min(1)).min(1),
})

/**
 * JSON: each provider by the name that clients call it by. Client ids are no secrets, and no secret is
 * needed.
 */
export const providersSetting = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'expected JSON' })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), providerSetting))
  .transform((providers, context): readonly ProviderSettings[] => {
    const problem = (message: string) => context.addIssue({ code: 'custom', message })
    const all = Object.entries(providers).flatMap(([name, { issuer, clientIds }]): ProviderSettings[] => {
      const preset = known[name]
      if (name === STEAM || issuer === STEAM_ISSUER)
        problem('Steam has no OpenID Connect; STEAM_APP_ID and STEAM_WEB_API_KEY set it up')
      if (preset !== undefined && issuer !== undefined) problem(`"${name}" has an issuer of its own; leave it out`)
      if (preset !== undefined) return [{ name, ...preset, clientIds }]
      if (issuer === undefined) problem(`"${name}" needs an issuer; only ${Object.keys(known).join(' and ')} have one`)
      return issuer === undefined ? [] : [{ name, issuer, issuers: [issuer], clientIds }]
    })
    if (new Set(all.map(({ issuer }) => issuer)).size < all.length) problem('two providers have the same issuer')
    return all
  })
