import type { Payment, PaymentProvider } from '../domain/payment-provider.js'
import type { PaymentChannel } from './channel.js'

/** Receipts are the longest methods: a signed transaction of Apple has a chain of certificates in it. */
const METHOD_LENGTH_MAX = 16_384

/** Several providers as one: the payment method says whose it is. Without any, nothing can be bought. */
export function joinChannels(channels: readonly PaymentChannel[]): PaymentProvider {
  const find = (method: string) => channels.find(channel => channel.takes(method))?.provider
  /** @throws for a purchase that was begun when its provider was still set up: it stays as it is until it is again. */
  const providerOf = ({ id, method }: Payment): PaymentProvider => {
    const provider = find(method)
    if (provider === undefined) throw new Error(`No payment provider of today takes the method of the purchase ${id}`)
    return provider
  }
  return {
    refusalOf: method => {
      if (channels.length === 0) return 'Nothing can be bought here: payments are switched off'
      if (method.length > METHOD_LENGTH_MAX) return `A payment method has at most ${METHOD_LENGTH_MAX} characters`
      const provider = find(method)
      return provider === undefined ? 'No payment provider knows this payment method' : provider.refusalOf(method)
    },
    isPrepaid: method => find(method)?.isPrepaid(method) ?? false,
    charge: async payment => await providerOf(payment).charge(payment),
    conclude: async payment => await providerOf(payment).conclude(payment),
    refund: async payment => await providerOf(payment).refund(payment),
    inspect: async payment => await providerOf(payment).inspect(payment),
    confirmationOf: async payment => await providerOf(payment).confirmationOf(payment),
  }
}
