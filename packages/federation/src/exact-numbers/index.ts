export { numberOf, withBigInts, writeNumbers, writtenNumber } from './exact-number.js'
export { exactVariables } from './exact-variables.js'
export { keepBigInts, keepNumbers, type NumberPlaces } from './number-places.js'
export { parseExactly } from './parse-exactly.js'
