import { graphql } from '../../../generated/gql.js'
import type { PullWithProofFragment } from '../../../generated/graphql.js'

export type PullWithProof = PullWithProofFragment

graphql(`
  fragment PullWithProof on Pull {
    id
    createdAt
    cost
    currency
    tickets {
      item {
        id
        name
      }
      amount
    }
    banner {
      id
      name
    }
    items {
      featured
      duplicate
      pullsSinceUltraRare
      outcome
      copy
      shards {
        item {
          id
          name
        }
        amount
      }
      payout {
        currency
        amount
      }
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
      order
      before
      after
      pityBefore {
        pullsSinceUltraRare
        pullsSinceSuperRare
        ultraRareGuaranteed
        superRareGuaranteed
      }
    }
  }
`)
