/** A question that a studio asks, as a query over the views. */
export interface Question {
  readonly name: string
  readonly description: string
  readonly sql: string
}
