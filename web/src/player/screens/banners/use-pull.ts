import { useEffect, useRef, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { PullOnBannerMutation } from '../../../generated/graphql.js'
import { intentOf, useIsShown } from '../../../intents/use-intent.js'
import type { Order } from './orders.js'

const PULL = graphql(`
  mutation PullOnBanner($input: PullInput!) {
    pull(input: $input) {
      __typename
      ... on Pull {
        id
        currency
        items {
          featured
          duplicate
          payout {
            currency
            amount
          }
          shards {
            amount
            item {
              id
              name
            }
          }
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
          ...OrderParts
          ...OfferParts
        }
      }
      ... on BannerChanged {
        count
        currency
        cost
        tickets {
          amount
          item {
            id
            name
          }
        }
        oddsHash
      }
      ... on BannerClosed {
        reason
        opensAt
      }
      ... on JurisdictionRefusal {
        rule
        country
        minimumAge
        ageKnown
      }
      ... on InsufficientFunds {
        currency
        kind
        required
        available
      }
      ... on InsufficientTickets {
        required
        available
        item {
          id
          name
        }
      }
      ... on PullLimitReached {
        limit
        resetsAt
      }
      ... on OrderLimitReached {
        limit
        nextAt
      }
      ... on MilestoneNotReached {
        counted
        next
      }
      ... on TargetNotChosen {
        choices {
          id
          name
        }
      }
      ... on WishesNotChosen {
        choices {
          id
          name
        }
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
  | { readonly phase: 'ordered'; readonly order: Order }
  | { readonly phase: 'drawn'; readonly order: Order; readonly pull: DrawnPull }
  | { readonly phase: 'refused'; readonly order: Order; readonly refusal: PullRefusal }
  /** No answer came: whether it was drawn is not known, and the same order asks. */
  | { readonly phase: 'lost'; readonly order: Order }

/**
 * Orders on a banner. An order that had no answer is taken up again under its key, also after a reload, and with what
 * the player had seen then.
 * @param props.names of the banner's orders
 */
export function usePull(props: {
  readonly userId: string
  readonly bannerId: string
  readonly names: readonly string[]
}) {
  const { userId, bannerId, names } = props
  const [state, setState] = useState<PullState>({ phase: 'idle' })
  const [, send] = useMutation(PULL)
  const isOrdering = useRef(false)
  const isShown = useIsShown()
  const intentFor = (name: string) => intentOf<Order>(`pull:${userId}:${bannerId}:${name}`)

  const place = async (wanted: Order): Promise<void> => {
    if (isOrdering.current) return
    isOrdering.current = true
    const intent = intentFor(wanted.name)
    const { key, details: order } = intent.begin(wanted)
    setState({ phase: 'ordered', order })
    const { name, count, expectedCost, expectedTickets, oddsHash } = order
    const input = { bannerId, order: name, count, idempotencyKey: key, expectedCost, expectedTickets, oddsHash }
    const { data } = await send({ input })
    isOrdering.current = false
    if (!isShown.current) return
    if (!data) return setState({ phase: 'lost', order })
    intent.settle()
    const { pull } = data
    setState(pull.__typename === 'Pull' ? { phase: 'drawn', order, pull } : { phase: 'refused', order, refusal: pull })
  }

  useEffect(() => {
    const waiting = names.map(name => intentFor(name).held()).find(held => held !== null)
    if (waiting) void place(waiting.details)
    // Once for each banner: later orders are the player's.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [userId, bannerId])

  return { state, place, dismiss: () => setState({ phase: 'idle' }) }
}
