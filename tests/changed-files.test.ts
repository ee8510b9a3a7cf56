import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const tool = new URL('../tools/changed-files.mjs', import.meta.url).href
const { affectingFiles } = (await import(tool)) as {
  affectingFiles(root: string, ref?: string): { since: string; files: string[] }
}

let root: string
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], {
    cwd: root,
    stdio: 'pipe',
  })
const write = (file: string, text = 'changed') => {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}
const affecting = (ref?: string) => affectingFiles(root, ref).files.map(file => path.relative(root, file))

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'waystone-changed-')))
  git('init', '--quiet', '--initial-branch=main')
  for (const file of ['gateway/src/a.ts', 'tests/house.test.ts', 'subgraphs/users/schema.graphql', '.gitignore'])
    write(file, file === '.gitignore' ? 'generated/\n' : 'first')
  git('add', '.')
  git('commit', '--quiet', '-m', 'first')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('on main, where nothing has changed, nothing is affected', () => {
  expect(affecting()).toEqual([])
})

test('a branch is affected by its commits, and by staged, unstaged and new files', () => {
  git('checkout', '--quiet', '-b', 'branch')
  write('gateway/src/committed.ts')
  git('add', '.')
  git('commit', '--quiet', '-m', 'second')
  write('gateway/src/staged.ts')
  git('add', '.')
  write('gateway/src/a.ts')
  write('gateway/src/größe.ts')
  expect(new Set(affecting())).toEqual(
    new Set([
      'gateway/src/committed.ts',
      'gateway/src/staged.ts',
      'gateway/src/a.ts',
      'gateway/src/größe.ts',
      'tests/house.test.ts',
    ]),
  )
  expect(affecting('HEAD')).not.toContain('gateway/src/committed.ts')
})

test('what main got after the branch left it affects nothing', () => {
  git('checkout', '--quiet', '-b', 'branch')
  git('checkout', '--quiet', 'main')
  write('gateway/src/a.ts')
  git('commit', '--quiet', '-am', 'of another')
  git('checkout', '--quiet', 'branch')
  expect(affecting()).toEqual([])
})

test('files that no import reaches are stood for by the module that reads them', () => {
  write('subgraphs/users/schema.graphql')
  write('prisma/quests/migrations/20261129000000_more/migration.sql')
  write('gateway/supergraph.graphql')
  expect(affecting()).toEqual(
    expect.arrayContaining(['subgraphs/users/src/app.ts', 'subgraphs/quests/src/app.ts', 'gateway/src/app.ts']),
  )
})

test('a migration and the page of personal data affect the test that compares them', () => {
  const comparison = 'standalone/test/personal-data.it.test.ts'
  write('gateway/src/a.ts')
  expect(affecting()).not.toContain(comparison)
  write('docs/personal-data.md')
  expect(affecting()).toContain(comparison)
  git('add', '.')
  git('commit', '--quiet', '-m', 'page')
  write('prisma/users/migrations/20261129000000_more/migration.sql')
  expect(affecting('HEAD')).toContain(comparison)
})

test('a commit that git does not know is named', () => {
  expect(() => affecting('no-such-branch')).toThrow(/no-such-branch/)
})
