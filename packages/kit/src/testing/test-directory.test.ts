import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createTestDirectory, removeAbandonedTestDirectories } from './test-directory.js'

test('a test directory is empty, and open to the user that Postgres runs as', () => {
  const directory = createTestDirectory('example')
  try {
    expect(statSync(directory).mode & 0o777).toBe(0o711)
    expect(path.basename(directory)).toContain(`-${process.pid}-`)
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('directories of processes that ended are removed, those of living ones and of other programs stay', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'waystone-memory-'))
  const ended = spawnSync(process.execPath, ['--version']).pid
  const names = [`waystone-test-${ended}-abc`, `waystone-test-${process.pid}-abc`, `theirs-${ended}-abc`]
  try {
    for (const name of names) mkdirSync(path.join(parent, name, 'data'), { recursive: true })
    removeAbandonedTestDirectories(parent)
    expect(names.map(name => existsSync(path.join(parent, name)))).toEqual([false, true, true])
  } finally {
    rmSync(parent, { recursive: true })
  }
})

test('where there is no such place nothing happens', () => {
  expect(() => removeAbandonedTestDirectories(path.join(tmpdir(), 'waystone-nowhere'))).not.toThrow()
})
