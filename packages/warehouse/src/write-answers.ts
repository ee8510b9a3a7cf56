import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import {
  ANSWER_BYTES_MAX,
  ANSWER_INDEX,
  ANSWER_ROWS_MAX,
  ANSWERS_VERSION,
  answerFile,
  type AnswerIndex,
  type WarehouseAnswer,
} from '@waystone/kit/warehouse-answers'
import { duckdb } from './dialects/duckdb.js'
import type { TextTable } from './engine.js'
import { readableManifest, withViews } from './query.js'
import { questions } from './questions/index.js'
import type { Question } from './questions/question.js'
import { replaceFile } from './replace-file.js'

/**
 * Answers all questions into files, which the console shows: so the gateway needs neither the engine nor the
 * files of the warehouse. Each file is replaced at once, and the index last. Before the first run has ended,
 * there is nothing to answer from.
 * @throws StartError naming the questions that could not be answered; their old files stay
 */
export async function writeAnswers(options: {
  readonly directory: string
  /** Where the answers are put. */
  readonly answers: string
  readonly spendLimitCents: number
}): Promise<void> {
  const { answers, directory } = options
  const manifest = await readableManifest(directory)
  const { ranAt } = manifest
  if (ranAt === null) return
  await mkdir(answers, { recursive: true })
  const failures: string[] = []
  await withViews({ directory, manifest }, async engine => {
    for (const question of questions)
      try {
        const text = textOf(question, await engine.table(question.sql(duckdb, options)), ranAt)
        await replaceFile(path.join(answers, answerFile(question.name)), text)
      } catch (error) {
        failures.push(`${question.name}: ${error instanceof Error ? error.message : String(error)}`)
      }
  })
  if (failures.length < questions.length) await writeIndex(answers, ranAt)
  if (failures.length > 0)
    throw new StartError(`These questions could not be answered for the console:\n${failures.join('\n')}`)
}

async function writeIndex(answers: string, ranAt: string): Promise<void> {
  const listed = questions.map(({ name, description }) => ({ name, description }))
  const index: AnswerIndex = { version: ANSWERS_VERSION, ranAt, questions: listed }
  await replaceFile(path.join(answers, ANSWER_INDEX), JSON.stringify(index))
  const kept = new Set([ANSWER_INDEX, ...questions.map(({ name }) => answerFile(name))])
  const others = (await readdir(answers)).filter(name => name.endsWith('.json') && !kept.has(name))
  await Promise.all(others.map(name => rm(path.join(answers, name))))
}

/** As many rows as fit, from the first one. */
function textOf({ name, chart }: Question, { columns, rows }: TextTable, ranAt: string): string {
  for (let count = Math.min(rows.length, ANSWER_ROWS_MAX); ; count = Math.floor(count / 2)) {
    const answer: WarehouseAnswer = {
      version: ANSWERS_VERSION,
      question: name,
      ranAt,
      columns: [...columns],
      rows: rows.slice(0, count).map(row => [...row]),
      rowCount: rows.length,
      chart,
    }
    const text = JSON.stringify(answer)
    if (Buffer.byteLength(text) <= ANSWER_BYTES_MAX) return text
  }
}
