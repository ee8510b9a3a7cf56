import { parseUuid } from '@waystone/kit/graphql'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { isGone, type Character } from '../domain/character.js'
import { characterNotFound } from '../errors.js'
import { listCharacters, updateCharacter } from '../repositories/character.js'
import { lockRoster, type Roster } from '../repositories/roster.js'
import { forgetCached, type Needs } from './needs.js'

/** Which character, and whose it has to be. */
export interface OwnCharacter {
  readonly userId: string
  readonly characterId: string
}

/**
 * Changes one of the user's own characters under the lock of the user's roster; a change that returns the
 * same object writes nothing.
 */
export async function changeOwnCharacter(
  needs: Needs,
  own: OwnCharacter,
  change: (tx: Queryable, found: { roster: Roster; character: Character }, now: Date) => Promise<Character>,
) {
  const { cache, clock, pool } = needs
  const id = parseUuid(own.characterId)
  if (id === null) return characterNotFound()

  const changed = await withTransaction(pool, async tx => {
    const roster = await lockRoster(tx, own.userId)
    if (roster === null) return null
    const now = clock.now()
    const character = (await listCharacters(tx, own.userId)).find(candidate => candidate.id === id)
    if (character === undefined || isGone(character, now)) return null
    const after = await change(tx, { roster, character }, now)
    if (after !== character) await updateCharacter(tx, after)
    return after
  })
  if (changed === null) return characterNotFound()
  await forgetCached(cache, [changed])
  return changed
}
