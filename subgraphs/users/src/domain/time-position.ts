/** Where a row stands in a list of the newest first. */
export interface TimePosition {
  readonly at: Date
  readonly id: string
}
