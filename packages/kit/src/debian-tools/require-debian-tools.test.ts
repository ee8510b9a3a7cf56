import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { requireDebianTools } from './index.js'

const cacheDirectory = mkdtempSync(path.join(os.tmpdir(), 'waystone-debian-tools-'))
afterAll(() => rmSync(cacheDirectory, { recursive: true, force: true }))

/** Leaves the files behind that unpacking a package does. */
function unpackedPackage(name: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    const at = path.join(cacheDirectory, name, 'root', file)
    mkdirSync(path.dirname(at), { recursive: true })
    writeFileSync(at, text, { mode: 0o755 })
  }
}

test('a command of the machine is found where it is', async () => {
  expect(await requireDebianTools({ sh: 'dash' }, { cacheDirectory })).toEqual({
    sh: expect.stringMatching(/^\/.*\/sh$/) as unknown,
  })
})

test('a command of an unpacked package runs with the libraries and commands beside it', async () => {
  unpackedPackage("it's", {
    'usr/sbin/waystone-tool': '#!/bin/sh\necho "$1 $(waystone-beside) $LD_LIBRARY_PATH"',
    'usr/bin/waystone-beside': '#!/bin/sh\necho beside',
    'usr/lib/x86_64-linux-gnu/lib.so': '',
  })
  const tools = await requireDebianTools({ 'waystone-tool': "it's" }, { cacheDirectory })
  const printed = execFileSync(tools['waystone-tool'], ['an argument'], { encoding: 'utf8' })
  expect(printed.trim()).toBe(
    `an argument beside ${path.join(cacheDirectory, "it's", 'root', 'usr/lib/x86_64-linux-gnu')}`,
  )
})

test('what is missing is said at once, with the command that installs it', async () => {
  unpackedPackage('one', { 'usr/bin/something-else': '' })
  unpackedPackage('two', { 'usr/bin/something-else': '' })
  const asked = { 'waystone-a': 'one', 'waystone-b': 'two', 'waystone-c': 'one' }
  await expect(requireDebianTools(asked, { cacheDirectory })).rejects.toThrow(
    'Expected waystone-a, waystone-b, waystone-c on PATH, which could not be fetched from Debian. ' +
      'Install them by: apt-get install -y one two',
  )
})
