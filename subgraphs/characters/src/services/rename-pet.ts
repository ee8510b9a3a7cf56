import { parseUuid } from '@waystone/kit/graphql'
import { parsePetName } from '../domain/pet.js'
import { invalidInput, petNotFound } from '../errors.js'
import { renamePet as rename } from '../repositories/pet.js'
import { forgetPets } from '../world/persistence/forget-pets.js'
import type { Needs } from './needs.js'

/**
 * Gives a pet of the user another name. A name is no part of the simulation: it is changed in the database
 * alone, whether or not the pet is in the world.
 */
export async function renamePet(needs: Needs, request: { userId: string; petId: string; name: string }) {
  const { cache, clock, pool } = needs
  const name = parsePetName(request.name)
  if (typeof name !== 'string') return invalidInput(name)
  const id = parseUuid(request.petId)
  const pet = id === null ? null : await rename(pool, { id, userId: request.userId, name, now: clock.now() })
  if (pet === null) return petNotFound()
  await forgetPets(cache, [pet])
  return pet
}
