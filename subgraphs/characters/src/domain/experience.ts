export const FIRST_LEVEL = 1
export const LEVEL_MAX = 99

/**
 * All experience that a level needs, from the first on: 40·n³ + 60·n for n levels gained. The cube makes each level
 * longer than the one before, the linear part keeps the first ones from passing unseen: 100, 440, 1,260 … 37,653,560.
 */
export const experienceFor = (level: number): number => 40 * (level - 1) ** 3 + 60 * (level - 1)

/** The experience of the last level; characters gain no more. */
export const EXPERIENCE_MAX = experienceFor(LEVEL_MAX)

const thresholds = Array.from({ length: LEVEL_MAX }, (_, index) => experienceFor(FIRST_LEVEL + index))

/** The highest level that the experience is enough for. */
export const levelAt = (experience: number): number => thresholds.findLastIndex(needed => experience >= needed) + 1

/**
 * Adds experience, up to the last level's. The level never falls, even if the curve has changed since it was
 * reached.
 */
export function gainExperience(
  has: { readonly experience: number; readonly level: number },
  amount: number,
): { experience: number; level: number } {
  const experience = Math.max(has.experience, Math.min(EXPERIENCE_MAX, has.experience + amount))
  return { experience, level: Math.max(has.level, levelAt(experience)) }
}
