/**
 * A number from 0 to below 1 that is always the same for a cell, and tells nothing of that of its neighbours:
 * grass, stones and trees vary by it.
 * @param salt another number for each property of the cell
 */
export function variation(x: number, y: number, salt = 0): number {
  let bits = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35)
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32
}

/** The same for a text, such as the name of a kind of monster. */
export function variationOf(text: string, salt = 0): number {
  let sum = 0
  for (const letter of text) sum = (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return variation(sum, text.length, salt)
}
