import * as z from 'zod'

/** Of the files below: a reader refuses another version. */
export const ANSWERS_VERSION = 1
/** The file that lists the answers; it is written after them. */
export const ANSWER_INDEX = 'index.json'
/** Rows of an answer that are kept, the first ones. */
export const ANSWER_ROWS_MAX = 10_000
/** Of a file. */
export const ANSWER_BYTES_MAX = 4_000_000
export const ANSWERS_MAX = 64
/** Where answers are unless a setting says otherwise: below the default directory of the warehouse. */
export const ANSWERS_DIRECTORY = '.warehouse/answers'

const questionName = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/)
const columnName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/)

const chartSchema = z.strictObject({
  kind: z.enum(['line', 'bars']),
  x: columnName,
  /** The kind of the values of `x`. */
  scale: z.enum(['time', 'number', 'category']),
  /** Numbers; each is a series. */
  y: z.array(columnName).min(1).max(6),
  /** Each value of this column is a series of its own. */
  series: columnName.nullable(),
  /** Each combination of values of these columns is a chart of its own. */
  panels: z.array(columnName).max(3),
})
/** How an answer is drawn: rows with the same panel, series and `x` are added up. */
export type AnswerChart = z.infer<typeof chartSchema>

const answerSchema = z
  .strictObject({
    version: z.literal(ANSWERS_VERSION),
    question: questionName,
    ranAt: z.iso.datetime(),
    columns: z.array(columnName).min(1).max(40),
    /** Values as texts, exact whatever their type is. */
    rows: z.array(z.array(z.string().nullable())).max(ANSWER_ROWS_MAX),
    /** All rows of the answer: more than `rows` has where it was cut. */
    rowCount: z.int().min(0),
    chart: chartSchema,
  })
  .refine(({ columns, rows }) => rows.every(row => row.length === columns.length), 'a row has another length')
  .refine(
    ({ columns, chart: { x, y, series, panels } }) =>
      [x, ...y, ...panels, ...(series === null ? [] : [series])].every(name => columns.includes(name)),
    'the chart names a column that is not there',
  )
/** The answer of the warehouse to one question, as the console shows it: the file `<question>.json`. */
export type WarehouseAnswer = z.infer<typeof answerSchema>

const indexSchema = z.strictObject({
  version: z.literal(ANSWERS_VERSION),
  /** When the run ended whose rows the answers are made from. */
  ranAt: z.iso.datetime(),
  questions: z.array(z.strictObject({ name: questionName, description: z.string().max(500) })).max(ANSWERS_MAX),
})
export type AnswerIndex = z.infer<typeof indexSchema>

export const answerFile = (question: string): string => `${question}.json`

/** @throws Error that says what is wrong with the text of the file. */
export const parseAnswer = (text: string): WarehouseAnswer => parsed(answerSchema, text)

/** @throws Error that says what is wrong with the text of the file. */
export const parseAnswerIndex = (text: string): AnswerIndex => parsed(indexSchema, text)

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  const found = schema.safeParse(JSON.parse(text))
  if (found.success) return found.data
  throw new Error(z.prettifyError(found.error))
}
