/** The props of every form for an answer. */
export interface AnswerProps<Data> {
  readonly data: Data
  readonly busy: boolean
  /** Takes the answer in the form that the API takes it. */
  readonly onAnswer: (answer: unknown) => void
}
