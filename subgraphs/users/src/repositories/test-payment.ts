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

/** Notes that a charge was given back, unless it was before. @returns false when nothing was charged under the id. */
export async function refundTestPayment(prisma: Prisma, refund: { id: string; at: Date }): Promise<boolean> {
  const { id, at } = refund
  await prisma.testPayment.updateMany({ where: { id, outcome: 'CHARGED', refundedAt: null }, data: { refundedAt: at } })
  return (await prisma.testPayment.count({ where: { id, refundedAt: { not: null } } })) === 1
}
