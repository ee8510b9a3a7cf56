import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const tool = new URL('../tools/generate.mjs', import.meta.url).href
const { outdatedCode } = (await import(tool)) as {
  outdatedCode(root: string): { commands: string[][]; done(): void }
}

const NAMES = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications']
let root: string

/** Creates the generated files, without the generators. */
function generateAll(): void {
  const { done } = outdatedCode(root)
  for (const name of NAMES) {
    mkdirSync(path.join(root, 'subgraphs', name, 'src/generated/prisma'), { recursive: true })
    writeFileSync(path.join(root, 'subgraphs', name, 'src/generated/graphql.ts'), '')
  }
  mkdirSync(path.join(root, 'web/src/generated'), { recursive: true })
  writeFileSync(path.join(root, 'web/src/generated/gql.ts'), '')
  done()
}
const append = (file: string) =>
  writeFileSync(path.join(root, file), `${readFileSync(path.join(root, file), 'utf8')}\n# more\n`)
const left = () => outdatedCode(root).commands.map(command => command.join(' '))

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'waystone-generate-'))
  const copied = NAMES.flatMap(name => [`subgraphs/${name}/schema.graphql`, `prisma/${name}/schema.prisma`])
  const ofWeb = ['schema.graphql', 'web/codegen.ts', 'web/src/session/sign-out-button.tsx']
  for (const file of ['codegen.ts', 'package-lock.json', ...copied, ...ofWeb]) cpSync(file, path.join(root, file))
  generateAll()
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('a fresh clone generates everything, and then nothing', () => {
  expect(left()).toEqual([])
  rmSync(path.join(root, 'subgraphs'), { recursive: true })
  rmSync(path.join(root, 'web/src/generated'), { recursive: true })
  expect(left()).toHaveLength(1 + NAMES.length + 1)
})

test('a changed schema generates only what is made of it', () => {
  append('prisma/quests/schema.prisma')
  expect(left()).toEqual(['tools/prisma-generate.mjs quests'])
  append('subgraphs/users/schema.graphql')
  expect(left()).toHaveLength(2)
  generateAll()
  expect(left()).toEqual([])
})

test('a changed operation of the pages generates only their types', () => {
  append('web/src/session/sign-out-button.tsx')
  expect(left()).toEqual(['node_modules/@graphql-codegen/cli/cjs/bin.js --config web/codegen.ts'])
})

test('generated code that was deleted is generated again', () => {
  rmSync(path.join(root, 'subgraphs/gacha/src/generated/prisma'), { recursive: true })
  expect(left()).toEqual(['tools/prisma-generate.mjs gacha'])
})

test('another version of a generator generates all of its code, another package none', () => {
  const file = path.join(root, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, { version: string }> }
  const write = (name: string) => {
    lock.packages[`node_modules/${name}`] = { version: '99.0.0' }
    writeFileSync(file, JSON.stringify(lock))
  }
  write('ws')
  expect(left()).toEqual([])
  write('prisma')
  expect(left()).toEqual(NAMES.map(name => `tools/prisma-generate.mjs ${name}`))
})
