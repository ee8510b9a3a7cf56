import { graphql } from '../../../generated/gql.js'
import type { BannerQuery } from '../../../generated/graphql.js'

graphql(`
  fragment PityParts on Pity {
    pullsSinceUltraRare
    pullsSinceSuperRare
    pullsUntilHardPity
    featuredGuaranteedNext
    superRareFeaturedGuaranteedNext
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
      currency
      pullCost
      tenPullCost
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
      pity {
        ...PityParts
      }
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
export type PullCount = 1 | 10

export const costOf = (banner: Pick<BannerWithOdds, 'pullCost' | 'tenPullCost'>, count: PullCount): number =>
  count === 1 ? banner.pullCost : banner.tenPullCost
