import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PullOnBannerMutation } from '../../../generated/graphql.js'
import { useIntent, useIsShown } from '../../../intents/use-intent.js'
import type { PullCount } from './banner-query.js'

const PULL = graphql(`
  mutation PullOnBanner($input: PullInput!) {
    pull(input: $input) {
      __typename
      ... on Pull {
        id
        items {
          featured
          duplicate
          item {
            ...ItemFace
          }
        }
        user {
          id
          wallet {
            ...WalletParts
          }
        }
        banner {
          id
          pity {
            ...PityParts
          }
        }
      }
      ... on BannerChanged {
        count
        currency
        cost
        oddsHash
      }
      ... on BannerClosed {
        reason
        opensAt
      }
      ... on InsufficientFunds {
        currency
        required
        available
      }
      ... on PullLimitReached {
        limit
        resetsAt
      }
      ... on OrderLimitReached {
        limit
        nextAt
      }
      ...Refused
    }
  }
`)

export type PullAnswer = PullOnBannerMutation['pull']
export type DrawnPull = Extract<PullAnswer, { __typename: 'Pull' }>
export type PullRefusal = Exclude<PullAnswer, { __typename: 'Pull' }>

export type PullState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'ordered'; readonly count: PullCount }
  | { readonly phase: 'drawn'; readonly pull: DrawnPull }
  | { readonly phase: 'refused'; readonly count: PullCount; readonly refusal: PullRefusal }
  /** No answer came: whether it was drawn is not known, and the same order asks. */
  | { readonly phase: 'lost'; readonly count: PullCount }

/** The price and the odds that the player has seen: the server draws at no other. */
export interface Order {
  readonly expectedCost: number
  readonly oddsHash: string
}

/**
 * Orders of one and of ten on a banner. An order that had no answer is taken up again under its key, also after a
 * reload, and with what the player had seen then.
 */
export function usePull({ userId, bannerId }: { userId: string; bannerId: string }) {
  const [state, setState] = useState<PullState>({ phase: 'idle' })
  const [, send] = useMutation(PULL)
  const one = useIntent<Order>(`pull:${userId}:${bannerId}:1`)
  const ten = useIntent<Order>(`pull:${userId}:${bannerId}:10`)
  const isOrdering = useRef(false)
  const isShown = useIsShown()

  const order = async (count: PullCount, seen: Order): Promise<void> => {
    if (isOrdering.current) return
    isOrdering.current = true
    setState({ phase: 'ordered', count })
    const intent = count === 1 ? one : ten
    const { key, details } = intent.begin(seen)
    const { data } = await send({ input: { bannerId, count, idempotencyKey: key, ...details } })
    isOrdering.current = false
    if (!isShown.current) return
    if (!data) return setState({ phase: 'lost', count })
    intent.settle()
    const { pull } = data
    setState(pull.__typename === 'Pull' ? { phase: 'drawn', pull } : { phase: 'refused', count, refusal: pull })
  }

  useEffect(() => {
    const waiting = ten.held()
    const single = one.held()
    if (waiting) void order(10, waiting.details)
    else if (single) void order(1, single.details)
    // Once for each banner: later orders are the player's.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [one, ten])

  return { state, order, dismiss: () => setState({ phase: 'idle' }) }
}
