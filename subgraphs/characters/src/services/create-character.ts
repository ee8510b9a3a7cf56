import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { RequestFault, type InputProblem } from '@waystone/kit/errors'
import { appendEvents } from '@waystone/kit/outbox'
import { faultOfName } from '@waystone/kit/names'
import { withTransaction, type Queryable } from '@waystone/kit/postgres'
import { findAppearanceProblem, plainAppearance, type Appearance } from '../domain/appearance.js'
import { newCharacter, type CharacterClass } from '../domain/character.js'
import { NAME_LENGTH_MAX, NAME_LENGTH_MIN, parseName } from '../domain/name.js'
import { CHARACTER_SLOTS } from '../domain/roster.js'
import { characterNameTaken, characterSlotsFull, invalidInput } from '../errors.js'
import { insertCharacter, listCharacters } from '../repositories/character.js'
import { enrollUser } from '../repositories/roster.js'
import { givePendingExperience } from './grant-experience.js'
import { forgetCached, type Needs } from './needs.js'

interface Given {
  readonly name: string
  readonly class: CharacterClass
  readonly appearance?: Appearance | null | undefined
}

/**
 * Makes a character in a free slot under a free name. Experience that waited for one is given in the same
 * transaction.
 */
export async function createCharacter(needs: Needs, request: { userId: string; input: Given }) {
  const { input, userId } = request
  const name = parseName(input.name)
  if (name === null) return invalidInput(nameProblem)
  const fault = faultOfName(name)
  if (fault !== null) return invalidInput(fault === 'RESERVED' ? reservedName : nameProblem)
  const appearance = input.appearance ?? plainAppearance
  const problem = findAppearanceProblem(appearance)
  if (problem !== null) return invalidInput(problem)

  const outcome = await withTransaction(needs.pool, tx =>
    makeCharacter(needs, tx, { userId, name, class: input.class, appearance }),
  )
  if (!('__typename' in outcome)) await forgetCached(needs.cache, [outcome])
  return outcome
}

const reservedName: InputProblem = {
  field: 'name',
  message: 'This name is reserved for those who run the game, or looks like one that is',
  rule: 'RESERVED',
}
const nameProblem: InputProblem = {
  field: 'name',
  message: `A name has ${NAME_LENGTH_MIN} to ${NAME_LENGTH_MAX} letters or digits, and nothing else`,
  rule: 'LENGTH',
  min: NAME_LENGTH_MIN,
  max: NAME_LENGTH_MAX,
}

async function makeCharacter(
  needs: Needs,
  tx: Queryable,
  given: { userId: string; name: string; class: CharacterClass; appearance: Appearance },
) {
  const { clock, content } = needs
  const roster = await enrollUser(tx, given.userId)
  if (roster.isErased) throw new RequestFault('UNAUTHENTICATED', 'The account of this access token does not exist')
  if ((await listCharacters(tx, given.userId)).length >= CHARACTER_SLOTS) return characterSlotsFull()

  const createdAt = clock.now()
  const character = newCharacter({
    id: randomUUID(),
    createdAt,
    mapId: content.start.id,
    position: content.start.spawn,
    ...given,
  })
  if (!(await insertCharacter(tx, character))) return characterNameTaken(given.name)
  await appendEvents(tx, [
    newEvent('character.created', {
      id: randomUUID(),
      occurredAt: createdAt,
      data: { userId: given.userId, characterId: character.id, class: character.class },
    }),
  ])
  return await givePendingExperience(needs, tx, { roster, character })
}
