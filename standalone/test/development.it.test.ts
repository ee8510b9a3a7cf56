import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestDatabase } from '@waystone/kit/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { schemaFile, subgraphNames, type SubgraphName } from '../src/databases.js'
import { startStandalone, type Standalone } from '../src/standalone.js'

const AT_ONCE = { timeout: 10_000, interval: 20 }

let directory: string
let waystone: Standalone
/** The text that the terminal shows. */
const said: string[] = []
const edited = (name: SubgraphName) => path.join(directory, `${name}.graphql`)
const edit = (name: SubgraphName, change: (schema: string) => string) =>
  writeFileSync(edited(name), change(readFileSync(schemaFile(name), 'utf8')))

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-development-'))
  for (const name of subgraphNames) copyFileSync(schemaFile(name), edited(name))
  const databases = await Promise.all(subgraphNames.map(migrations => createTestDatabase({ migrations })))
  mkdirSync(path.join(directory, 'data'))
  waystone = await startStandalone({
    port: 0,
    dataDirectory: path.join(directory, 'data'),
    dev: { schemaFile: edited },
    env: {
      LOG_LEVEL: 'silent',
      ...Object.fromEntries(
        subgraphNames.map((name, index) => [`${name.toUpperCase()}_DATABASE_URL`, databases[index]?.url]),
      ),
    },
    progress: { step: (_, work) => work(), say: text => void said.push(text.trim()) },
  })
})
afterAll(async () => {
  await waystone.close()
  rmSync(directory, { recursive: true, force: true })
})

async function ask(query: string): Promise<unknown> {
  const response = await fetch(`${waystone.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return await response.json()
}

/** As the explorers see them. */
async function questFields(): Promise<readonly string[]> {
  const { data } = (await ask('{ __type(name: "Quest") { fields { name } } }')) as {
    data: { __type: { fields: { name: string }[] } }
  }
  return data.__type.fields.map(field => field.name)
}

const withMotto = (schema: string) =>
  schema.replace(/^type Quest .*\{$/m, line => `${line}\n  "A motto."\n  motto: String\n`)

test('a field that is added to a subgraph’s contract shows in the explorer at once, and can be asked', async () => {
  expect(await questFields()).not.toContain('motto')
  edit('quests', withMotto)
  await expect.poll(questFields, AT_ONCE).toContain('motto')
  const { data } = (await ask('{ quests { motto } }')) as { data: { quests: readonly unknown[] } }
  expect(data.quests[0]).toEqual({ motto: null })
  await expect.poll(() => said, AT_ONCE).toEqual(['✓ schema of quests is in use'])
})

test('a contract that is half written changes nothing, and the next whole one counts', async () => {
  edit('quests', schema => `${withMotto(schema)}\ntype Half {`)
  edit('characters', schema => schema.replace(/^type Character /m, 'type Person '))
  edit(
    'gacha',
    schema =>
      `${schema}\n"Something new."\ntype Trophy { "Its name." name: String }\nextend type Query { "The trophy." trophy: Trophy }`,
  )
  await expect.poll(() => ask('{ trophy { name } }'), AT_ONCE).toEqual({ data: { trophy: null } })
  expect(await questFields()).toContain('motto')
  edit('quests', schema => schema)
  await expect.poll(questFields, AT_ONCE).not.toContain('motto')
  const ofQuests = () => said.filter(line => line.includes('schema of quests'))
  await expect
    .poll(ofQuests, AT_ONCE)
    .toEqual([
      '✓ schema of quests is in use',
      expect.stringContaining('✗ schema of quests cannot be used'),
      '✓ schema of quests is in use',
    ])
  expect(said).toContain('✓ schema of gacha is in use')
})
