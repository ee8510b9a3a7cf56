import type { AnswerChart } from '@waystone/kit/warehouse-answers'
import type { Dialect } from '../dialects/dialect.js'

/** A question that a studio asks, as a query over the tables and the shared views. */
export interface Question {
  readonly name: string
  readonly description: string
  readonly sql: (dialect: Dialect, settings: QuestionSettings) => string
  /** How the console draws the answer. */
  readonly chart: AnswerChart
}

export interface QuestionSettings {
  /** The monthly limit that spenders are shown beside. */
  readonly spendLimitCents: number
}
