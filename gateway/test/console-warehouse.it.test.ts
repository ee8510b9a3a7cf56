import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ANSWER_BYTES_MAX, type AnswerIndex, type WarehouseAnswer } from '@waystone/kit/warehouse-answers'
import { createTestDirectory } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'
import { writeWebFolder } from './web-folder.js'

const directory = createTestDirectory('answers')
const answers = path.join(directory, 'answers')
const index: AnswerIndex = {
  version: 1,
  ranAt: '2026-11-30T07:00:00.000Z',
  questions: [{ name: 'top-spenders', description: 'the greatest spenders' }],
}
const answer: WarehouseAnswer = {
  version: 1,
  question: 'top-spenders',
  ranAt: '2026-11-30T07:00:00.000Z',
  columns: ['player_id', 'cents'],
  rows: [
    ['=HYPERLINK("x")', '9007199254740993'],
    [null, '-1'],
  ],
  rowCount: 3,
  chart: { kind: 'bars', x: 'player_id', scale: 'category', y: ['cents'], series: null, panels: [] },
}

let subgraph: TestSubgraph
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'users',
    typeDefs: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'hello' } },
  })
  gateway = await startGateway({
    supergraphSdl: composeSubgraphs([subgraph]),
    parts: { webDirectory: await writeWebFolder() },
    env: { WEB: 'on', WAREHOUSE_ANSWERS: answers },
  })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
  rmSync(directory, { recursive: true, force: true })
})

const ask = async (search: string, scopes: readonly string[] = ['admin.read']) =>
  await fetch(`${gateway.url}/console/warehouse${search}`, {
    headers: { authorization: `Bearer ${await gateway.issuer.token({ userId: randomUUID(), scopes: [...scopes] })}` },
  })
const write = (name: string, text: string) => {
  mkdirSync(answers, { recursive: true })
  writeFileSync(path.join(answers, name), text)
}

test('without a warehouse there is no answer, and the console is told so', async () => {
  expect(await (await ask('')).json()).toEqual({ ranAt: null, questions: [] })
  const refused = await ask('?question=top-spenders')
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('has answered nothing yet')])
})

test('answers are shown as they were written, and as CSV that no spreadsheet runs', async () => {
  write('index.json', JSON.stringify(index))
  write('top-spenders.json', JSON.stringify(answer))
  const listed = await ask('')
  expect(listed.headers.get('cache-control')).toBe('no-store')
  expect(await listed.json()).toEqual({ ranAt: index.ranAt, questions: index.questions })
  expect(await (await ask('?question=top-spenders')).json()).toEqual(answer)
  const file = await ask('?question=top-spenders&format=csv')
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="top-spenders-2026-11-30.csv"')
  expect(await file.text()).toBe('player_id,cents\r\n"\'=HYPERLINK(""x"")",9007199254740993\r\n,-1\r\n')
})

test('only operators who may read see them, and a browser that navigates gets the page', async () => {
  expect((await fetch(`${gateway.url}/console/warehouse`)).status).toBe(401)
  for (const scopes of [[], ['admin.content'], ['admin.support']]) expect((await ask('', scopes)).status).toBe(403)
  expect((await ask('', ['admin'])).status).toBe(200)
  const page = await fetch(`${gateway.url}/console/warehouse`, { headers: { accept: 'text/html' } })
  expect(page.headers.get('content-type')).toContain('text/html')
})

test('what is asked for wrongly is refused, and no path leads out of the directory', async () => {
  for (const [search, message] of [
    ['?question=secrets', 'Expected a question of top-spenders'],
    ['?question=../index', 'Expected a question of top-spenders'],
    ['?question=top-spenders&format=xml', 'expected csv or json'],
  ] as const) {
    const refused = await ask(search)
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(message)])
  }
})

test('files that are damaged, too large or gone are not shown, and their paths stay inside', async () => {
  const broken = async () => {
    const response = await ask('?question=top-spenders')
    return { status: response.status, text: await response.text() }
  }
  for (const text of [
    '{"version": 1',
    JSON.stringify({ ...answer, columns: ['cents'] }),
    'x'.repeat(ANSWER_BYTES_MAX + 1),
  ]) {
    write('top-spenders.json', text)
    const { status, text: shown } = await broken()
    expect(status).toBe(500)
    expect(shown).not.toContain(directory)
  }
  rmSync(path.join(answers, 'top-spenders.json'))
  expect((await broken()).status).toBe(500)
})
