import { maySee } from '@waystone/kit/roles'
import { isGone, isLiving, type Character } from './character.js'

interface Viewer {
  readonly userId: string
  readonly scopes: readonly string[]
}

/**
 * Returns whether the viewer may see the character: every viewer if it is living; only the owner and
 * administrators who read if it is marked for deletion; no viewer once its grace period is over.
 */
export function isVisibleTo(viewer: Viewer | null, character: Character, now: Date): boolean {
  if (isLiving(character)) return true
  return !isGone(character, now) && maySee(viewer, character.userId)
}
