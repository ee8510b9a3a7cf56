/** A cell of a map; (0, 0) is the south-west corner. */
export interface Position {
  readonly x: number
  readonly y: number
}
