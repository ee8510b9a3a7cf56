import type { PaymentOutcome } from '../domain/payment-provider.js'
import type { Prisma } from './prisma.js'

/** Notes how a payment ends, unless it has ended before. @returns how it ended first. */
export async function settleTestPayment(
  prisma: Prisma,
  payment: { id: string; method: string | null; amountCents: number | null; outcome: PaymentOutcome; at: Date },
): Promise<PaymentOutcome> {
  const { at, ...row } = payment
  await prisma.testPayment.createMany({ data: [{ ...row, createdAt: at }], skipDuplicates: true })
  const { outcome } = await prisma.testPayment.findUniqueOrThrow({ where: { id: payment.id } })
  return outcome
}
