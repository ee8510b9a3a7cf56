import type { InputProblem } from '@waystone/kit/errors'

export interface Appearance {
  readonly hairStyle: number
  readonly hairColor: number
  readonly clothColor: number
}

/** The highest number of each part; all of them begin at 0. */
export const APPEARANCE_MAX: Readonly<Record<keyof Appearance, number>> = {
  hairStyle: 29,
  hairColor: 15,
  clothColor: 15,
}

export const plainAppearance: Appearance = { hairStyle: 0, hairColor: 0, clothColor: 0 }

/** The first part that is out of its range; null when all are in it. */
export function findAppearanceProblem(appearance: Appearance): InputProblem | null {
  for (const part of ['hairStyle', 'hairColor', 'clothColor'] as const) {
    const value = appearance[part]
    const [min, max] = [0, APPEARANCE_MAX[part]]
    if (Number.isInteger(value) && value >= min && value <= max) continue
    const field = `appearance.${part}`
    return { field, message: `${field} must be a whole number from ${min} to ${max}`, rule: 'RANGE', min, max }
  }
  return null
}
