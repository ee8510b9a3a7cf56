import { json, type Route } from '@waystone/kit/http'
import type { PaymentNotice } from '../domain/payment-notice.js'
import type { PaymentChannel } from './channel.js'

interface Services {
  readonly takePaymentNotice: (notice: PaymentNotice) => Promise<void>
}

/**
 * Where providers send their events. What cannot be acted on now is answered with an error, so that it is
 * sent again.
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
