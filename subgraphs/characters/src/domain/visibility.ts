import { isGone, isLiving, type Character } from './character.js'

/** Living characters are everybody's to see, those marked for deletion only the owner's and administrators', those past their date nobody's. */
export function isVisibleTo(
  viewer: { readonly userId: string; readonly scopes: readonly string[] } | null,
  character: Character,
  now: Date,
): boolean {
  if (isLiving(character)) return true
  if (isGone(character, now) || viewer === null) return false
  return viewer.userId === character.userId || viewer.scopes.includes('admin')
}
