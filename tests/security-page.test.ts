import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { filesBelow, isTest, read, root, rooms } from './house/tree.js'

const page = read('docs/security.md')
/** Rows of the tables, by their cells; heads and rules left out. */
const rows = page
  .split('\n')
  .filter(line => line.startsWith('| '))
  .map(line => line.split(' | ').map(cell => cell.replaceAll(/^\| | \|$/g, '').trim()))
  .filter(([asset]) => asset !== 'asset')
const testsIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)

describe('docs/security.md', () => {
  test('has rows, each with an asset, who may, how, and which test shows it', () => {
    expect(rows.length).toBeGreaterThan(20)
    for (const row of rows) {
      expect(row, row[0]).toHaveLength(4)
      for (const cell of row) expect(cell.length, row[0]).toBeGreaterThan(3)
    }
  })

  test('names a test in every row, and each of them exists', () => {
    const unshown = rows.filter(([, , , cell]) => testsIn(cell).length === 0)
    expect(unshown).toEqual([])
    for (const [asset, , , cell] of rows) {
      for (const file of testsIn(cell)) {
        expect(isTest(file), `${asset}: ${file} is no test`).toBe(true)
        expect(existsSync(path.join(root, file)), `${asset}: ${file} does not exist`).toBe(true)
      }
    }
  })

  test('leaves out no test that is about attacks', () => {
    const named = new Set(rows.flatMap(([, , , cell]) => testsIn(cell)))
    const about = rooms
      .flatMap(filesBelow)
      .filter(file =>
        /(attacks|abuse|misuse|forged|foreign-ids|guarded|other-viewers|security)[^/]*\.test\.ts$/.test(file),
      )
    expect(about.filter(file => !named.has(file))).toEqual([])
  })
})

describe('what is checked before packages are installed', () => {
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts

  test('is part of the lint that CI runs, and no script of a package ever is', () => {
    expect(scripts['lint']).toContain('npm run check:dependencies')
    expect(read('.ci/run')).toContain('npm run lint')
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })

  test('is asked of the registry by a command of its own', () => {
    expect(scripts['audit:dependencies']).toBe('npm audit --omit=dev')
  })
})
