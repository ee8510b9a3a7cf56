import { createAppleChannel } from './apple.js'
import type { ChannelNeeds, PaymentChannel } from './channel.js'
import { createGoogleChannel } from './google.js'
import type { PaymentConfig, RealProvider } from './settings.js'
import { createStripeChannel } from './stripe.js'

/**
 * The real providers that the settings name, none of them for test and off. readConfig has seen that nothing
 * is missing.
 */
export function openChannels(config: PaymentConfig, needs: ChannelNeeds): readonly PaymentChannel[] {
  const { PAYMENTS: payments } = config
  const open: Readonly<Record<RealProvider, () => PaymentChannel>> = {
    stripe: () => {
      const { STRIPE_SECRET_KEY: secretKey = '', STRIPE_WEBHOOK_SECRET: webhookSecret = '' } = config
      return createStripeChannel({ secretKey, webhookSecret, apiUrl: config.STRIPE_API_URL }, needs)
    },
    apple: () => {
      const { APPLE_BUNDLE_ID: bundleId = '', APPLE_ROOT_CERTIFICATES: rootCertificates = [] } = config
      const { APPLE_APP_ID: appId, APPLE_ENVIRONMENT: environment, APPLE_ONLINE_CHECKS: onlineChecks } = config
      const products = config.APPLE_PRODUCTS ?? {}
      return createAppleChannel({ bundleId, appId, environment, rootCertificates, onlineChecks, products }, needs)
    },
    google: () => {
      const { GOOGLE_PACKAGE_NAME: packageName = '', GOOGLE_CREDENTIALS: account, GOOGLE_API_URL: apiUrl } = config
      if (account === undefined) throw new Error('PAYMENTS=google without GOOGLE_CREDENTIALS')
      const products = config.GOOGLE_PRODUCTS ?? {}
      const takesTestPurchases = config.GOOGLE_TEST_PURCHASES
      return createGoogleChannel({ packageName, account, apiUrl, products, takesTestPurchases }, needs)
    },
  }
  return typeof payments === 'string' ? [] : payments.map(name => open[name]())
}
