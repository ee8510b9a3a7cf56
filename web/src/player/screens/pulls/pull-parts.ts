import { graphql } from '../../../generated/gql.js'
import type { PullWithProofFragment } from '../../../generated/graphql.js'

export type PullWithProof = PullWithProofFragment

graphql(`
  fragment PullWithProof on Pull {
    id
    createdAt
    cost
    currency
    banner {
      id
      name
    }
    items {
      featured
      duplicate
      pullsSinceUltraRare
      item {
        id
        name
        rarity
      }
    }
    proof {
      serverSeedHash
      seedNumber
      nextServerSeedHash
      serverSeed
      clientSeed
      nonce
      oddsHash
      algorithm
      definition
      pityBefore {
        pullsSinceUltraRare
        pullsSinceSuperRare
        ultraRareGuaranteed
        superRareGuaranteed
      }
    }
  }
`)
