import type { AnswerChart } from '@waystone/kit/warehouse-answers'

/** A question that a studio asks, as a query over the views. */
export interface Question {
  readonly name: string
  readonly description: string
  readonly sql: string
  /** How the console draws the answer. */
  readonly chart: AnswerChart
}
