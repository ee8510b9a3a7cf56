import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { commands } from '../src/operator/commands.js'
import { waystone } from './operator.js'

const root = path.dirname(path.dirname(import.meta.dirname))

test('the help lists every command, and what is no command exits with 2 and names a similar one', async () => {
  const { code, stdout } = await waystone(['--help'])
  expect(code).toBe(0)
  const listed = new Set([...stdout.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name]) => name))
  for (const { words } of commands) expect(listed).toContain(words[0])
  const wrong = await waystone(['statsu'])
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean status?') as string })
  expect((await waystone([])).code).toBe(2)
}, 60_000)

test.each(commands.map(({ words }) => [words.join(' '), words] as const))(
  'waystone help %s is the help of that command, and an unknown option of it exits with 2',
  async (name, words) => {
    const help = await waystone(['help', ...words])
    expect(help.stdout).toMatch(new RegExp(`^Usage: waystone ${name}\\b`))
    expect(help.code).toBe(0)
    const wrong = await waystone([...words, '--no-such-option'])
    expect(wrong.stderr).toMatch(/unknown option '--no-such-option'|required option|Usage: /)
    expect(wrong.code).toBe(2)
  },
  60_000,
)

test.each([
  ['publish', ['publish', 'guild', 'file.json'], /unknown command 'guild'|Usage: waystone publish/],
  ['publish without a file', ['publish', 'quest'], /missing required argument 'file'/],
  ['quests', ['quests'], /Usage: waystone quests/],
  ['events list', ['events', 'list', '--subgraph', 'guilds'], /Allowed choices are users/],
  ['events list with a limit of words', ['events', 'list', '--subgraph', 'users', '--limit', 'all'], /whole number/],
  ['admin log', ['admin', 'log', '--limit', '0'], /whole number/],
  ['discard without a terminal', ['events', 'discard', '--subgraph', 'users', '--refused', '1'], /--yes/],
] as const)('wrong usage of %s exits with 2', async (_, args, message) => {
  const { code, stderr } = await waystone(args)
  expect(stderr).toMatch(message)
  expect(code).toBe(2)
})

test('a reader that closes the pipe, such as head, ends a command without an error', async () => {
  const program = path.join(root, 'standalone/src/operator/waystone.ts')
  const run = [process.execPath, '--conditions=waystone-source', '--import', 'tsx', program, 'events', 'keys']
  const child = spawn(run[0] ?? '', run.slice(1), { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const said = await text(child.stderr)
  const code = child.exitCode ?? (await new Promise<number | null>(resolve => child.once('exit', resolve)))
  expect({ said, code }).toEqual({ said: '', code: 0 })
}, 60_000)

test('the program is found by npx in a clone, and loads nothing but the build', () => {
  const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { bin: Record<string, string> }
  expect(bin).toEqual({ waystone: 'standalone/waystone.mjs' })
  // A clone whose build is a single file: it runs, and nothing is installed, generated or built.
  const clone = mkdtempSync(path.join(tmpdir(), 'waystone-clone-'))
  try {
    mkdirSync(path.join(clone, 'standalone/dist/operator'), { recursive: true })
    cpSync(path.join(root, 'standalone/waystone.mjs'), path.join(clone, 'standalone/waystone.mjs'))
    writeFileSync(
      path.join(clone, 'standalone/dist/operator/waystone.js'),
      `process.stdout.write('built: ' + process.argv.slice(2).join(' '))`,
    )
    writeFileSync(path.join(clone, 'package.json'), JSON.stringify({ name: 'clone', type: 'module', bin }))
    const ran = spawnSync('npx', ['waystone', 'audit', '--settled'], { cwd: clone, encoding: 'utf8' })
    expect(ran.stdout).toBe('built: audit --settled')
  } finally {
    rmSync(clone, { recursive: true, force: true })
  }
}, 60_000)
