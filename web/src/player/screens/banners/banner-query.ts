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
    wishes {
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
      resets
      choices {
        ...ItemFace
      }
    }
    wishes {
      min
      max
      resets
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
        kind
        ticket {
          id
          name
        }
        held
        next
      }
      limit {
        per
        left
        nextAt
      }
    }
  }
`)

graphql(`
  fragment OfferParts on Banner {
    id
    orders {
      name
      draws
    }
    exchanges {
      name
      cost
      limit
      choices {
        ...ItemFace
      }
    }
    milestones {
      name
      item {
        ...ItemFace
      }
      choices {
        ...ItemFace
      }
      order
    }
    pity {
      exchanges {
        name
        points
        exchanged
      }
      milestones {
        name
        counted
        next
        openClaims
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
      ...OfferParts
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
