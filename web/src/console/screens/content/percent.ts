/** A chance that the server tells in percent. */
export const percent = (value: number): string => `${value.toFixed(3)} %`
