import type { PaymentOutcome, PaymentStanding } from '../domain/payment-provider.js'
import type { Prisma } from './prisma.js'

type SettledOutcome = Exclude<PaymentOutcome, 'PENDING'>

/** Notes how a payment ends, unless it has ended before. @returns how it ended first. */
export async function settleTestPayment(
  prisma: Prisma,
  payment: { id: string; method: string | null; amountCents: number | null; outcome: SettledOutcome; at: Date },
): Promise<SettledOutcome> {
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

/** A payment that has not been asked for yet is PENDING. */
export async function findTestPayment(prisma: Prisma, id: string): Promise<PaymentStanding> {
  const payment = await prisma.testPayment.findUnique({ where: { id } })
  return {
    outcome: payment?.outcome ?? 'PENDING',
    takenBackCents: payment === null || payment.refundedAt === null ? 0 : (payment.amountCents ?? 0),
  }
}
