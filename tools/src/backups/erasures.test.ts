import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readErasuresFile } from './erasures.js'

test('a file that is no list of deletions is refused before anything is erased by it', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'waystone-erasures-'))
  const file = path.join(directory, 'erasures.json')
  try {
    expect(() => readErasuresFile(file)).toThrow('is not what "waystone backup erasures" writes')
    for (const text of [
      '',
      '[]',
      '{"accounts": []}',
      '{"asOf": "2026-11-30T00:00:00Z", "accounts": [{"userId": "x"}]}',
    ]) {
      writeFileSync(file, text)
      expect(() => readErasuresFile(file)).toThrow('is not what "waystone backup erasures" writes')
    }
    const list = { asOf: '2026-11-30T00:00:00.000Z', accounts: [] }
    writeFileSync(file, JSON.stringify(list))
    expect(readErasuresFile(file)).toEqual(list)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
