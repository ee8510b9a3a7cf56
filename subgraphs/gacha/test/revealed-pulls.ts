import type { verifyHistory } from '../src/domain/pull-history.js'
import { CHANGE_SELECTION, SELECTION } from '../src/verify-pull/fetch-history.js'
import { readGiven } from '../src/verify-pull/read-history.js'
import type { Player, TestApp } from './gacha-app.js'

/**
 * The last 50 pulls of a player and the last 50 changes between them, as verify-pull reads them, after their seed is
 * revealed.
 */
export async function revealedPulls(gacha: TestApp, player: Player) {
  await gacha.ask(player, 'mutation { rotateFairnessSeed { revealedServerSeed } }')
  const source = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) {
    ... on User { pulls(first: 50) { edges { node { ${SELECTION} } } }
      bannerChanges(first: 50) { edges { node { ${CHANGE_SELECTION} } } } } } }`
  const given = readGiven([JSON.stringify(await gacha.ask(player, source, { id: player.userId }))])
  if (given.kind !== 'history') throw new Error(JSON.stringify(given))
  return given.pulls
}

/** The checks of a history that failed. */
export const mismatches = ({ checks }: ReturnType<typeof verifyHistory>) => checks.filter(({ matches }) => !matches)
