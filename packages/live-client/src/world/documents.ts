import { ENTER_WORLD, LEAVE_WORLD, WORLD_COMMANDS, WORLD_UPDATED } from './protocol.js'
import { MAP_IN_VIEW, OWN_CHARACTER } from './world-facts.js'

/**
 * Everything that `createWorldView` sends, letter for letter: for the manifest of a server that runs only trusted
 * documents.
 */
export const WORLD_DOCUMENTS: readonly string[] = [
  WORLD_UPDATED,
  WORLD_COMMANDS,
  ENTER_WORLD,
  LEAVE_WORLD,
  MAP_IN_VIEW,
  OWN_CHARACTER,
]
