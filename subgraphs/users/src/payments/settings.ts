import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { flagSetting, jsonSetting } from '@waystone/kit/config'
import { serviceAccount } from '@waystone/kit/google'
import * as z from 'zod'
import { findPack } from '../domain/currency-pack.js'

const PROVIDERS = ['stripe', 'apple', 'google'] as const
export type RealProvider = (typeof PROVIDERS)[number]
/** Where purchases are paid: the built-in test provider, nowhere, or one or several real ones. */
export type PaymentsMode = 'test' | 'off' | readonly RealProvider[]

const isRealProvider = (name: string): name is RealProvider => PROVIDERS.some(provider => provider === name)

const modeSetting = z
  .string()
  .default('test')
  .transform((text, context): PaymentsMode => {
    if (text === 'test' || text === 'off') return text
    const names = text.split(',').map(name => name.trim())
    if (names.every(isRealProvider)) return [...new Set(names.filter(isRealProvider))]
    context.addIssue({ code: 'custom', message: `expected test, off, or a list of ${PROVIDERS.join(', ')}` })
    return z.NEVER
  })

/** JSON: a shop's product ids, each with the id of the pack that it buys. */
const productsSetting = jsonSetting.pipe(
  z.record(
    z.string().min(1),
    z.string().refine(id => findPack(id) !== undefined, { error: 'expected the id of a currency pack' }),
  ),
)
export type Products = z.output<typeof productsSetting>

const certificatesSetting = z.string().transform((paths, context) =>
  paths.split(',').flatMap(path => {
    try {
      const certificate = readFileSync(path.trim())
      return [new X509Certificate(certificate).raw]
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return []
    }
  }),
)

const serviceAccountSetting = jsonSetting.pipe(serviceAccount)

const urlSetting = (byDefault: string) => z.url({ protocol: /^https?$/ }).default(byDefault)

/** docs/payments.md explains them. */
export const paymentSettings = {
  PAYMENTS: modeSetting,
  STRIPE_SECRET_KEY: z.string().min(1).optional(),
  /** Allows a key of Stripe's test mode, whose cards are free, in production. */
  STRIPE_TEST_MODE: flagSetting(false),
  /** Signs the webhook's events. */
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  /** Another server that speaks Stripe's API, such as stripe-mock. */
  STRIPE_API_URL: urlSetting('https://api.stripe.com'),
  APPLE_BUNDLE_ID: z.string().min(1).optional(),
  /** The app's number in the App Store; notices of production name it. */
  APPLE_APP_ID: z.coerce.number().int().positive().optional(),
  /** The library verifies nothing in its other environments, so that they are not offered here. */
  APPLE_ENVIRONMENT: z.enum(['Production', 'Sandbox']).default('Production'),
  /** Files of Apple's root certificates, comma-separated. */
  APPLE_ROOT_CERTIFICATES: certificatesSetting.optional(),
  /** Enables the online check of each certificate's revocation at Apple. */
  APPLE_ONLINE_CHECKS: flagSetting(true),
  APPLE_PRODUCTS: productsSetting.optional(),
  GOOGLE_PACKAGE_NAME: z.string().min(1).optional(),
  /** The JSON key of the service account that reads purchases. */
  GOOGLE_CREDENTIALS: serviceAccountSetting.optional(),
  GOOGLE_API_URL: urlSetting('https://androidpublisher.googleapis.com'),
  GOOGLE_PRODUCTS: productsSetting.optional(),
  /** Enables credits for purchases of licence testers, who pay nothing. */
  GOOGLE_TEST_PURCHASES: flagSetting(false),
}

export type PaymentConfig = z.output<z.ZodObject<typeof paymentSettings>>

const needed: Readonly<Record<RealProvider, readonly (keyof typeof paymentSettings)[]>> = {
  stripe: ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  apple: ['APPLE_BUNDLE_ID', 'APPLE_ROOT_CERTIFICATES', 'APPLE_PRODUCTS'],
  google: ['GOOGLE_PACKAGE_NAME', 'GOOGLE_CREDENTIALS', 'GOOGLE_PRODUCTS'],
}

/** Returns missing settings that other settings need. Play money in production must be set explicitly. */
export function missingPaymentSettings(present: Readonly<Record<string, string>>): string[] {
  const { PAYMENTS: payments, NODE_ENV: environment } = present
  if (payments === undefined)
    return environment === 'production'
      ? [
          `PAYMENTS: production needs a payment provider: ${PROVIDERS.join(', ')} (several with commas between), ` +
            'off to sell nothing, or test for purchases that take no money',
        ]
      : []
  const providers = payments.split(',').map(name => name.trim())
  const missing = providers.filter(isRealProvider).flatMap(provider => {
    const names = needed[provider].filter(name => present[name] === undefined)
    return names.map(name => `${name}: PAYMENTS=${provider} needs it`)
  })
  const needsAppId = providers.includes('apple') && (present['APPLE_ENVIRONMENT'] ?? 'Production') === 'Production'
  if (needsAppId && present['APPLE_APP_ID'] === undefined)
    missing.push('APPLE_APP_ID: PAYMENTS=apple needs it in the environment Production')
  const isFree = environment === 'production' && /^[a-z]+_test_/.test(present['STRIPE_SECRET_KEY'] ?? '')
  if (isFree && providers.includes('stripe') && present['STRIPE_TEST_MODE'] !== 'true')
    missing.push(
      'STRIPE_SECRET_KEY: a key of the test mode takes no money; STRIPE_TEST_MODE=true allows it in production',
    )
  return missing
}

/** The settings by which currency can be had for nothing. */
export function playMoneySettings(config: PaymentConfig): string[] {
  const { PAYMENTS: payments } = config
  if (typeof payments === 'string') return payments === 'test' ? ['PAYMENTS=test'] : []
  return payments.flatMap(provider => {
    if (provider === 'stripe') return config.STRIPE_TEST_MODE ? ['STRIPE_TEST_MODE=true'] : []
    if (provider === 'apple') return config.APPLE_ENVIRONMENT === 'Sandbox' ? ['APPLE_ENVIRONMENT=Sandbox'] : []
    return config.GOOGLE_TEST_PURCHASES ? ['GOOGLE_TEST_PURCHASES=true'] : []
  })
}
