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
export function findAppearanceProblem(appearance: Appearance): { field: string; message: string } | null {
  for (const part of ['hairStyle', 'hairColor', 'clothColor'] as const) {
    const value = appearance[part]
    const max = APPEARANCE_MAX[part]
    if (Number.isInteger(value) && value >= 0 && value <= max) continue
    return { field: `appearance.${part}`, message: `${part} must be a whole number from 0 to ${max}` }
  }
  return null
}
