import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { intentOf } from '../../../intents/use-intent.js'
import { whyNot } from '../../../refusals/use-outcome.js'
import type { Offer } from './offers.js'

const EXCHANGE = graphql(`
  mutation ExchangePoints($input: ExchangePointsInput!) {
    exchangePoints(input: $input) {
      __typename
      ... on PointExchange {
        id
        banner {
          ...OfferParts
        }
      }
      ...Refused
    }
  }
`)

const CLAIM = graphql(`
  mutation ClaimMilestone($input: ClaimMilestoneInput!) {
    claimMilestone(input: $input) {
      __typename
      ... on MilestoneClaim {
        id
        banner {
          ...OfferParts
        }
      }
      ...Refused
    }
  }
`)

/** Takes an item of an exchange or of a milestone. Without an answer, the same choice asks again under its key. */
export function useOffer({ userId, bannerId }: { readonly userId: string; readonly bannerId: string }) {
  const [, exchange] = useMutation(EXCHANGE)
  const [, claim] = useMutation(CLAIM)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [isLost, setIsLost] = useState(false)
  const isTaking = useRef(false)

  const send = async ({ kind, name }: Offer, input: { bannerId: string; itemId: string; idempotencyKey: string }) => {
    if (kind === 'exchange') {
      const { data, error } = await exchange({ input: { ...input, exchange: name } })
      return { answer: data?.exchangePoints, error }
    }
    const { data, error } = await claim({ input: { ...input, milestone: name } })
    return { answer: data?.claimMilestone, error }
  }

  /** @returns true where the item was given */
  const take = async (offer: Offer, itemId: string): Promise<boolean> => {
    if (isTaking.current) return false
    isTaking.current = true
    setBusy(true)
    const intent = intentOf<string>(`${offer.kind}:${userId}:${bannerId}:${offer.name}`)
    const { answer, error } = await send(offer, { bannerId, itemId, idempotencyKey: intent.keyFor(itemId) })
    if (answer) intent.settle()
    setIsLost(!answer)
    const why = answer ? whyNot(answer, error) : null
    setProblem(why)
    isTaking.current = false
    setBusy(false)
    return answer !== undefined && answer !== null && why === null
  }
  return { busy, problem, isLost, take }
}
