import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}
/** Each npm script that runs a command from its source, so that a new one is tested as soon as it is there. */
const commands = Object.entries(scripts).filter(([, line]) => line.includes('--import tsx'))

async function run(line: string, ...args: readonly string[]): Promise<{ code: number | null; said: string }> {
  const [, ...given] = line.split(' ')
  const child = spawn(process.execPath, [...given, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const closed = new Promise<number | null>(resolve => child.once('close', resolve))
  const said = await text(child.stderr)
  return { code: await closed, said }
}

test('the commands are found', () => {
  const names = commands.map(([name]) => name)
  for (const name of [
    'admin',
    'events',
    'keys',
    'audit:economy',
    'migrate',
    'compose',
    'bench',
    'quests:rebuild',
    'world:replay',
  ])
    expect(names).toContain(name)
})

test.each(commands)(
  'npm run %s exits with 2 for an option that it does not have',
  async (_, line) => {
    const { code, said } = await run(line, '--no-such-option')
    expect(said).toMatch(/unknown option '--no-such-option'|required option|Usage: /)
    expect(code).toBe(2)
  },
  120_000,
)

test.each([
  ['a subcommand that is missing', 'admin', [], /Usage: waystone admin/],
  ['a subcommand that does not exist', 'keys', ['rotat'], /unknown command 'rotat'/],
  ['an argument that is missing', 'admin', ['grant'], /missing required argument 'user'/],
  ['an argument that is none of the choices', 'migrate', ['deploy', 'guilds'], /Allowed choices are users/],
  ['an option of a subcommand', 'events', ['dead', '--subgraph', 'quests', '--nothing'], /unknown option '--nothing'/],
  ['a value that an option does not take', 'keys', ['rotate', '--ahead', 'soon'], /Expected whole seconds/],
  ['an option that needs another', 'world:replay', ['--map', 'Dawnhaven', '--from', '5'], /belong together/],
  ['a map that is none', 'world:replay', ['--map', 'Atlantis'], /no map "Atlantis": expected one of Dawnhaven, /],
  ['what a command refuses by itself', 'quests:rebuild', [], /say which: --user <id>, --all, --catalog or --boards/],
] as const)(
  '2 is the exit code for %s, too',
  async (_, name, args, message) => {
    const { code, said } = await run(scripts[name] ?? '', ...args)
    expect(said).toMatch(message)
    expect(code).toBe(2)
  },
  120_000,
)

test.each([['compose'], ['admin']])(
  'the help of %s exits with 0',
  async name => {
    expect(await run(scripts[name] ?? '', '--help')).toEqual({ code: 0, said: '' })
  },
  120_000,
)
