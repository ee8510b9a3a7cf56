/**
 * Ids of what lives on one map only: the map's code, a letter for the sort, a number. Short, since they make
 * a good part of what clients are sent.
 */
export const monsterId = (mapCode: string, row: number): string => `${mapCode}m${row}`
export const dropId = (mapCode: string, number: number): string => `${mapCode}d${number}`

/** The number of an id of this map and sort; NONE, which is no monster's and no drop's, for any other text. */
export function numberOf(id: string, mapCode: string, sort: 'm' | 'd'): number {
  const digits = id.startsWith(`${mapCode}${sort}`) ? id.slice(mapCode.length + 1) : ''
  return /^(0|[1-9]\d{0,8})$/.test(digits) ? Number(digits) : NONE
}

const NONE = -1
