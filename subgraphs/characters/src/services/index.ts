import { exportUser } from '../repositories/exported.js'
import { commandCharacter, commandInOrder, enterWorld } from './command-character.js'
import { createCharacter } from './create-character.js'
import { deleteCharacter } from './delete-character.js'
import { keepBlocks } from './follow-blocks.js'
import { keepParties } from './follow-party.js'
import { followCharacter, followWorld } from './follow-world.js'
import { isOwnCharacter } from './is-own-character.js'
import type { Needs } from './needs.js'
import { purgeCharacters } from './purge-characters.js'
import { purgeRecordings } from './purge-recordings.js'
import { createWorldReplays } from './replay-world.js'
import { renamePet } from './rename-pet.js'
import { restoreCharacter } from './restore-character.js'

export type Services = ReturnType<typeof createServices>

type Request<UseCase extends (needs: Needs, request: never) => unknown> = Parameters<UseCase>[1]

/** The use cases, each bound to what it needs. */
export const createServices = (needs: Needs) => ({
  exportUser: (page: Parameters<typeof exportUser>[1]) => exportUser(needs.pool, page),
  createCharacter: (request: Request<typeof createCharacter>) => createCharacter(needs, request),
  deleteCharacter: (request: Request<typeof deleteCharacter>) => deleteCharacter(needs, request),
  restoreCharacter: (request: Request<typeof restoreCharacter>) => restoreCharacter(needs, request),
  enterWorld: (request: Request<typeof enterWorld>) => enterWorld(needs, request),
  commandCharacter: (request: Request<typeof commandCharacter>) => commandCharacter(needs, request),
  commandInOrder: (request: Request<typeof commandInOrder>) => commandInOrder(needs, request),
  followCharacter: (request: Request<typeof followCharacter>) => followCharacter(needs, request),
  followWorld: (request: Request<typeof followWorld>) => followWorld(needs, request),
  isOwnCharacter: (own: Request<typeof isOwnCharacter>) => isOwnCharacter(needs, own),
  keepParties: () => keepParties(needs),
  keepBlocks: () => keepBlocks(needs),
  renamePet: (request: Request<typeof renamePet>) => renamePet(needs, request),
  purgeCharacters: () => purgeCharacters(needs),
  replayWorld: createWorldReplays(needs),
  purgeRecordings: () => purgeRecordings(needs),
})
