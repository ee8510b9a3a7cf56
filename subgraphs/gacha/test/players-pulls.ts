import { expect } from 'vitest'
import * as z from 'zod'
import { verifyHistory, type KnownBefore } from '../src/domain/pull-history.js'
import { placedPull, type PlacedPull } from '../src/domain/verification.js'
import { SELECTION } from '../src/verify-pull/fetch-history.js'
import { rootField, type Player, type TestApp } from './gacha-app.js'

export interface Commitment {
  readonly serverSeedHash: string
  readonly clientSeed: string
  readonly nextNonce: number
  readonly nextServerSeedHash: string
}

export interface Rotation {
  readonly revealedServerSeed: string
  readonly revealedServerSeedHash: string
  readonly next: Commitment
}

const COMMITMENT = 'serverSeedHash clientSeed nextNonce nextServerSeedHash'
const ROTATION = `mutation ($clientSeed: String) { rotateFairnessSeed(clientSeed: $clientSeed) {
  revealedServerSeed revealedServerSeedHash next { ${COMMITMENT} } } }`

/** The steps of a player with seeds and pulls, over GraphQL. */
export const fairnessOf = (gacha: TestApp) => {
  const userField = async (viewer: Player | null, userId: string, selection: string): Promise<unknown> => {
    const source = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { ${selection} } } }`
    const answer = await gacha.ask(viewer, source, { id: userId })
    expect(answer.errors).toEqual([])
    return (rootField(answer, '_entities') as unknown[])[0]
  }
  return {
    userField,
    commitment: async (player: Player): Promise<Commitment> => {
      const user = await userField(player, player.userId, `fairness { ${COMMITMENT} }`)
      return (user as { fairness: Commitment }).fairness
    },
    rotate: async (player: Player, clientSeed?: string): Promise<Rotation> => {
      const { data, errors } = await gacha.ask(player, ROTATION, { clientSeed })
      expect(errors).toEqual([])
      return data?.['rotateFairnessSeed'] as Rotation
    },
    /** The latest first, up to a hundred. */
    pulls: async (player: Player): Promise<readonly PlacedPull[]> => {
      const user = await userField(player, player.userId, `pulls(first: 100) { edges { node { ${SELECTION} } } }`)
      const edges = z.object({ pulls: z.object({ edges: z.array(z.object({ node: placedPull })) }) }).parse(user)
      return edges.pulls.edges.map(({ node }) => node)
    },
  }
}

/** The problems of these pulls. */
export const mismatchesOf = (pulls: readonly PlacedPull[], known?: KnownBefore) =>
  verifyHistory(pulls, known).checks.filter(({ matches }) => !matches)
