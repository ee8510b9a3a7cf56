/** Where an action stands among all of them, of which the newest come first. */
export interface AdminActionPosition {
  readonly at: Date
  readonly position: string
}
