import type { PaymentOutcome, PaymentProvider } from '../src/domain/payment-provider.js'

/** A provider outside, which fails on demand before or after it has charged or refunded, and says what it did. */
export function createFailingProvider() {
  const outcomes = new Map<string, PaymentOutcome>()
  /** How often the money of each payment was really given back. */
  const refunds = new Map<string, number>()
  const failing = {
    charge: 'never' as 'never' | 'before' | 'after',
    refund: 'never' as 'never' | 'before' | 'after',
    /** Answers are held back until it resolves. */
    answer: Promise.resolve(),
    /** Charges begin only when it resolves. */
    begin: Promise.resolve(),
    conclude: new Set<string>(),
    /** It says that a payment is declined and charges it afterwards all the same. */
    forgetsToBar: false,
  }
  const settle = (id: string, outcome: PaymentOutcome): PaymentOutcome => {
    if (!outcomes.has(id)) outcomes.set(id, outcome)
    return outcomes.get(id) ?? outcome
  }
  const provider: PaymentProvider = {
    refusalOf: method => (method.startsWith('pm_') ? null : 'Methods begin with pm_'),
    isPrepaid: () => false,
    charge: async ({ id, method }) => {
      await failing.begin
      if (failing.charge === 'before') throw new Error('The provider cannot be reached')
      const outcome = settle(id, method === 'pm_declined' ? 'DECLINED' : 'CHARGED')
      if (failing.charge === 'after') throw new Error('The answer was lost')
      await failing.answer
      return outcome
    },
    conclude: async ({ id }) => {
      if (failing.conclude.has(id)) throw new Error('The provider cannot be reached')
      if (failing.forgetsToBar) return outcomes.get(id) ?? 'DECLINED'
      return settle(id, 'DECLINED')
    },
    refund: async ({ id }) => {
      if (failing.refund === 'before') throw new Error('The provider cannot be reached')
      if (outcomes.get(id) !== 'CHARGED') throw new Error('Nothing was charged')
      if (!refunds.has(id)) refunds.set(id, 1)
      if (failing.refund === 'after') throw new Error('The answer was lost')
    },
    inspect: async ({ id }) => ({ outcome: outcomes.get(id) ?? 'PENDING', takenBackCents: 0 }),
    confirmationOf: async () => null,
  }
  return { provider, failing, outcomes, refunds }
}

export function withResolvers() {
  let resolve = () => {}
  const promise = new Promise<void>(done => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}
