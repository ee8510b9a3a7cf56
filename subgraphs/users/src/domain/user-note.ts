/** A note of an administrator on a user. */
export interface UserNote {
  readonly id: string
  readonly userId: string
  readonly authorId: string
  readonly text: string
  readonly createdAt: Date
}
