/**
 * Characters that one user may have at once, those marked for deletion included: so a marked one can always
 * be restored.
 */
export const CHARACTER_SLOTS = 8
