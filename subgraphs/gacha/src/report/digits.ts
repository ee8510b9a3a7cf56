/** A number with so many decimal places, or a dash where there is none. */
export const digits = (value: number | null, places: number): string => value?.toFixed(places) ?? '–'
