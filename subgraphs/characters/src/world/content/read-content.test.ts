import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StartError } from '@waystone/kit/errors'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CONTENT_DIRECTORY, readWorldContent } from './read-content.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'waystone-content-'))
  cpSync(CONTENT_DIRECTORY, directory, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

test.each([
  ['maps/dawnhaven.txt', 'spawn    40,30', 'spawn    0,0', 'maps/dawnhaven.txt:8:10: The spawn 0,0 lies in a wall'],
  ['maps/dawnhaven.txt', '8 meadow-slime', '8 meadow-slim', 'maps/dawnhaven.txt:13:12: There is no kind of monster'],
  ['maps/sunken-mines.txt', 'cells\n', 'cells\n?', 'maps/sunken-mines.txt:17:1: No cell is written "?"'],
  ['monsters.json', '"maxHp": 40', '"maxHp": "40"', 'monsters.json:7:14: '],
  ['monsters.json', '"maxHp": 40', '"maxHp" 40', 'monsters.json:7:13: This is not JSON: ColonExpected'],
])('%s with a mistake stops the start with file, line and column', (file, right, wrong, message) => {
  const changed = path.join(directory, file)
  writeFileSync(changed, readFileSync(changed, 'utf8').replace(right, wrong))
  expect(() => readWorldContent(directory)).toThrow(message)
  // Such an error is printed as it stands, without a stack, and ends the process.
  expect(() => readWorldContent(directory)).toThrow(StartError)
})
