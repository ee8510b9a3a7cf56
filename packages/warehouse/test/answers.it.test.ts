import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseAnswer, parseAnswerIndex } from '@waystone/kit/warehouse-answers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../src/engine.js'
import { askWarehouse, questions, runWarehouse, writeAnswers } from '../src/index.js'
import { readManifest } from '../src/manifest.js'
import { pseudonymOf } from '../src/pseudonyms.js'
import { buy, createStage, pull, record, settle, untilQuiet, type Stage } from './stage.js'

let stage: Stage
beforeAll(async () => {
  stage = await createStage({ players: 2 })
})
afterAll(async () => {
  await stage.close()
})

const spender = () => stage.players[0] ?? ''
const answers = () => path.join(stage.options.directory, 'answers')
const options = () => ({ directory: stage.options.directory, answers: answers(), spendLimitCents: 1_000 })
const read = (name: string) => readFileSync(path.join(answers(), name), 'utf8')

test('all questions are answered into files that the console reads, as the command answers them', async () => {
  await record(stage, { player: spender(), type: 'user.signed_up', at: '2026-11-20T08:00:00Z' })
  await settle(stage, await buy(stage, { player: spender(), cents: 700, at: '2026-11-20T12:00:00Z' }), 'COMPLETED')
  await pull(stage, { player: spender(), at: '2026-11-20T13:00:00Z', drawn: [['ULTRA_RARE', 76]] })
  await untilQuiet(stage.users)
  await runWarehouse(stage.options)
  await writeAnswers(options())
  const index = parseAnswerIndex(read('index.json'))
  expect(index.questions.map(({ name }) => name)).toEqual(questions.map(({ name }) => name))
  expect(index.ranAt).toBe((await readManifest(stage.options.directory))?.ranAt)
  // A question without rows has its columns nevertheless: the chart names some of them.
  for (const { name } of questions) expect(parseAnswer(read(`${name}.json`)).question).toBe(name)
  for (const name of ['top-spenders', 'pity', 'time-to-level']) {
    const { columns, rows, rowCount } = parseAnswer(read(`${name}.json`))
    expect(rowsOf({ columns, rows })).toEqual(rowsOf(await askWarehouse({ ...options(), question: name })))
    expect(rows).toHaveLength(rowCount)
  }
})

test('answers are replaced without an account that was deleted, and those of old questions go', async () => {
  const pseudonym = pseudonymOf(stage.options.key, spender())
  expect(read('top-spenders.json')).toContain(pseudonym)
  await stage.users.query(
    'INSERT INTO account_deletion (user_id, requested_at, due_at, erased_at) VALUES ($1, now(), now(), now())',
    [spender()],
  )
  writeFileSync(path.join(answers(), 'an-old-question.json'), '{}')
  await untilQuiet(stage.users)
  await runWarehouse(stage.options)
  await writeAnswers(options())
  expect(read('top-spenders.json')).not.toContain(pseudonym)
  expect(readdirSync(answers())).not.toContain('an-old-question.json')
})

test('a wrong directory is refused', async () => {
  const file = path.join(stage.options.directory, 'manifest.json')
  await expect(writeAnswers({ ...options(), answers: file })).rejects.toThrow('EEXIST')
  await expect(writeAnswers({ ...options(), directory: answers() })).rejects.toThrow('There is no warehouse')
})
