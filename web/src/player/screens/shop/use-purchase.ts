import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { BuyPackMutation } from '../../../generated/graphql.js'
import { useIntent, useIsShown } from '../../../intents/use-intent.js'

const BUY = graphql(`
  mutation BuyPack($input: BuyCurrencyInput!) {
    buyCurrency(input: $input) {
      __typename
      ... on Purchase {
        ...PurchaseParts
        wallet {
          ...WalletParts
        }
      }
      ... on SpendLimitReached {
        limitCents
        resetsAt
      }
      ... on PurchaseCapReached {
        country
        priceCurrency
        per
        amount
        resetsAt
      }
      ... on JurisdictionRefusal {
        rule
        country
        minimumAge
        ageKnown
      }
      ... on TooManyAttempts {
        retryAfterSeconds
      }
      ...Refused
    }
  }
`)

export type BuyAnswer = BuyPackMutation['buyCurrency']
export type BoughtPurchase = Extract<BuyAnswer, { __typename: 'Purchase' }>
export type BuyRefusal = Exclude<BuyAnswer, { __typename: 'Purchase' }>

/** The pack and the payment of a purchase: the same key stands for the same pack, paid the same way. */
export interface Wanted {
  readonly packId: string
  readonly paymentMethod: string
}

export type PurchaseState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'paying'; readonly packId: string }
  | { readonly phase: 'bought'; readonly purchase: BoughtPurchase }
  | { readonly phase: 'refused'; readonly refusal: BuyRefusal }
  /** No answer came: whether it was paid is not known, and the same purchase asks. */
  | { readonly phase: 'lost'; readonly wanted: Wanted }

/** One purchase at a time. One that had no answer is taken up again under its key, also after a reload. */
export function usePurchase(userId: string) {
  const [state, setState] = useState<PurchaseState>({ phase: 'idle' })
  const [, send] = useMutation(BUY)
  const intent = useIntent<Wanted>(`buy:${userId}`)
  const isPaying = useRef(false)
  const isShown = useIsShown()

  const buy = async (wanted: Wanted): Promise<void> => {
    if (isPaying.current) return
    isPaying.current = true
    const { key, details } = intent.begin(wanted)
    setState({ phase: 'paying', packId: details.packId })
    const { data } = await send({ input: { idempotencyKey: key, ...details } })
    isPaying.current = false
    if (!isShown.current) return
    if (!data) return setState({ phase: 'lost', wanted: details })
    intent.settle()
    const { buyCurrency: answer } = data
    setState(
      answer.__typename === 'Purchase' ? { phase: 'bought', purchase: answer } : { phase: 'refused', refusal: answer },
    )
  }

  useEffect(() => {
    const waiting = intent.held()
    if (waiting) void buy(waiting.details)
    // Once: later purchases are the player's.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [intent])

  return { state, buy, dismiss: () => setState({ phase: 'idle' }) }
}
