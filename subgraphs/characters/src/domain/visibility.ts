import { isGone, isLiving, type Character } from './character.js'

interface Viewer {
  readonly userId: string
  readonly scopes: readonly string[]
}

/** Returns whether the viewer may see the user's private fields: the user and administrators may. */
export const maySee = (viewer: Viewer | null, userId: string): boolean =>
  viewer !== null && (viewer.userId === userId || viewer.scopes.includes('admin'))

/**
 * Returns whether the viewer may see the character: every viewer if it is living; only the owner and
 * administrators if it is marked for deletion; no viewer once its grace period is over.
 */
export function isVisibleTo(viewer: Viewer | null, character: Character, now: Date): boolean {
  if (isLiving(character)) return true
  return !isGone(character, now) && maySee(viewer, character.userId)
}
