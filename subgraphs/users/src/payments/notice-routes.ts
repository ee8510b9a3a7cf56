import { json, type Route } from '@waystone/kit/http'
import type { PaymentNotice } from '../domain/payment-notice.js'
import type { PaymentChannel } from './channel.js'

interface Services {
  readonly takePaymentNotice: (notice: PaymentNotice) => Promise<void>
}

/**
 * The webhook routes of payment providers. A notice that cannot be handled now is answered with an error, so
 * that the provider retries it.
 */
export const noticeRoutes = (channels: readonly PaymentChannel[], services: Services): readonly Route[] =>
  channels.flatMap(({ notices }) =>
    notices === null
      ? []
      : [
          {
            path: notices.path,
            methods: ['POST'],
            bodyMaxBytes: notices.bodyMaxBytes,
            handle: async request => {
              await services.takePaymentNotice(await notices.read(request))
              return json(200, { received: true })
            },
          },
        ],
  )
