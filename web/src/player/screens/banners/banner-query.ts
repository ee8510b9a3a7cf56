import { graphql } from '../../../generated/gql.js'
import type { BannerQuery } from '../../../generated/graphql.js'

graphql(`
  fragment PityParts on Pity {
    pullsSinceUltraRare
    pullsSinceSuperRare
    pullsUntilHardPity
    featuredGuaranteedNext
    superRareFeaturedGuaranteedNext
    closed
    refillable
    target {
      id
    }
  }
`)

graphql(`
  fragment OwnSteps on Banner {
    id
    pity {
      ...PityParts
    }
    target {
      change
      choices {
        ...ItemFace
      }
    }
    ...OrderParts
  }
`)

graphql(`
  fragment OrderParts on Banner {
    id
    orders {
      name
      draws
      prices {
        currency
        next
      }
    }
  }
`)

export const BANNER = graphql(`
  query Banner($id: ID!) {
    banner(id: $id) {
      id
      name
      open
      opensAt
      closesAt
      version
      art
      featured {
        ...ItemFace
      }
      odds {
        hash
        rarities {
          rarity
          basePercent
          consolidatedPercent
          softPityFrom
          hardPityAt
          featuredSharePercent
          featuredBaseSharePercent
          featuredGuaranteed
          expectedPulls
          featuredExpectedPulls
        }
        items {
          basePercent
          featured
          item {
            ...ItemFace
          }
        }
      }
      ...OwnSteps
    }
    me {
      id
      wallet {
        ...WalletParts
      }
    }
  }
`)

export type Viewer = NonNullable<BannerQuery['me']>
export type BannerWithOdds = NonNullable<BannerQuery['banner']>
