import { PLAYED_CHARACTERS_MAX, worldPlayed } from './calls.js'
import type { Peers } from './peers.js'
import type { Tenure } from './tenure.js'

/** A process that does not answer within this time serves its clients no better: they do not play. */
const ANSWER_MS = 1_000

/**
 * Those of the characters that no client of any other process plays. A session that is revoked is unknown to
 * the others for a moment: the process that hears of it last asks, too, and finds that no session is left.
 */
export async function unplayedElsewhere(
  { peers, tenure }: { readonly peers: Peers; readonly tenure: Tenure },
  characterIds: readonly string[],
): Promise<readonly string[]> {
  // A process that has just begun may serve one of them.
  await tenure.look()
  let unplayed = characterIds
  for (const url of tenure.otherInstances()) {
    const played = await playedAt(peers, url, unplayed)
    unplayed = unplayed.filter(id => !played.has(id))
  }
  return unplayed
}

async function playedAt(peers: Peers, url: string, characterIds: readonly string[]): Promise<ReadonlySet<string>> {
  const played = new Set<string>()
  for (let at = 0; at < characterIds.length; at += PLAYED_CHARACTERS_MAX) {
    const asked = { characterIds: characterIds.slice(at, at + PLAYED_CHARACTERS_MAX) }
    const answer = await peers.call(url, worldPlayed, asked, ANSWER_MS)
    for (const id of answer?.played ?? []) played.add(id)
  }
  return played
}
