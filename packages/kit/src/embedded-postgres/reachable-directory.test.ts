import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordWanted, sharedPlaceOf } from './reachable-directory.js'

let shared: string
beforeEach(() => {
  shared = mkdtempSync(path.join(tmpdir(), 'waystone-shared-'))
})
afterEach(() => rmSync(shared, { recursive: true }))

function take(wanted: string): string {
  const place = sharedPlaceOf(wanted, shared)
  mkdirSync(place, { recursive: true })
  recordWanted(place, wanted)
  return place
}

test('two directories whose paths differ only in a dash never share a cluster', () => {
  const first = take('/srv/a-b/c')
  const second = take('/srv/a/b-c')
  expect(first).toBe(path.join(shared, 'srv-a-b-c'))
  expect(second).not.toBe(first)
  expect(take('/srv/a-b/c')).toBe(first)
  expect(take('/srv/a/b-c')).toBe(second)
})
