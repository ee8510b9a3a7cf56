import type { Clock } from '@waystone/kit/clock'
import type { PaymentOutcome, PaymentProvider } from '../domain/payment-provider.js'
import type { Prisma } from '../repositories/prisma.js'
import { findTestPayment, refundTestPayment, settleTestPayment } from '../repositories/test-payment.js'

/** How each method behaves. */
const methods: Readonly<Record<string, { outcome: Exclude<PaymentOutcome, 'PENDING'>; late: boolean }>> = {
  pm_ok: { outcome: 'CHARGED', late: false },
  pm_declined: { outcome: 'DECLINED', late: false },
  pm_slow: { outcome: 'CHARGED', late: true },
}

const LATE_MS = 1_500

/**
 * The built-in provider: it accepts pm_ok, declines pm_declined, and charges pm_slow but answers late. It
 * takes no money; its payments are kept in a table, as a provider outside would keep them, so that a crash
 * between charge and credit is real.
 */
export function createTestProvider(options: {
  prisma: Prisma
  clock: Clock
  delay: (ms: number) => Promise<unknown>
}): PaymentProvider {
  const { prisma, clock, delay } = options
  return {
    refusalOf: method =>
      Object.hasOwn(methods, method) ? null : 'The payment provider does not know this payment method',
    isPrepaid: () => false,
    charge: async ({ id, method, amountCents }) => {
      const behaviour = methods[method]
      if (behaviour === undefined) throw new Error(`The test provider knows no payment method "${method}"`)
      const outcome = await settleTestPayment(prisma, {
        id,
        method,
        amountCents,
        outcome: behaviour.outcome,
        at: clock.now(),
      })
      if (behaviour.late) await delay(LATE_MS)
      return outcome
    },
    conclude: ({ id }) =>
      settleTestPayment(prisma, { id, method: null, amountCents: null, outcome: 'DECLINED', at: clock.now() }),
    refund: async ({ id }) => {
      if (!(await refundTestPayment(prisma, { id, at: clock.now() })))
        throw new Error(`Expected a payment that was charged, to be refunded: ${id}`)
    },
    inspect: async ({ id }) => await findTestPayment(prisma, id),
    confirmationOf: async () => null,
  }
}
