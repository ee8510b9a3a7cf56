import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { blocksOf } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { read, root } from '../house/tree.js'
import { startWaystone, type Waystone } from './waystone.js'

const COMMAND_TIMEOUT_MS = 60_000
/** Each command starts a process of its own. */
const ALL_TIMEOUT_MS = 300_000

/** The banner that a fresh Waystone has, as a file that is published again. */
const banner = 'prisma/gacha/content/first-light.json'

/** The commands that docs/operating.md lists, without what it says of them. */
const commands = blocksOf('docs/operating.md')
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trimEnd().split('\n'))
  .map(line => line.replace(/\s+#.*$/, ''))

describe('docs/operating.md', () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('standalone')
  })
  afterAll(() => waystone.close())

  /** Beside this Waystone, for a player and a banner that are there; what asks first is agreed to. */
  const run = async (command: string) => {
    const where = command.startsWith('npm run world:bots')
      ? `--url ${waystone.url}`
      : `--data ${waystone.dataDirectory}`
    const line = `${command} ${where}`
      .replace('--players 200 --seconds 60', '--players 3 --seconds 2')
      .replace('npx waystone', `"${process.execPath}" standalone/waystone.mjs`)
      .replace('<user>', 'bram')
      .replace('summer.json', `${banner} --yes`)
      .replace('--refused 7', '$& --yes')
    const child = promisify(execFile)('sh', ['-c', line], { cwd: root, timeout: COMMAND_TIMEOUT_MS })
    return await child.then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      (error: { code?: number; stdout?: string; stderr?: string }) => ({
        code: error.code,
        said: `${error.stdout ?? ''}${error.stderr ?? ''}`,
      }),
    )
  }

  it('names metrics that a running Waystone shows', async () => {
    const shown = await fetch(`${waystone.url}/metrics`).then(response => response.text())
    const rows = read('docs/operating.md')
      .split('\n')
      .filter(line => line.startsWith('| `waystone_'))
    const named = rows.flatMap(text => text.match(/\bwaystone_[a-z_]+/g) ?? [])
    expect(named.length).toBeGreaterThan(20)
    for (const name of named) expect(shown, name).toContain(`# TYPE ${name} `)
  })

  it('lists commands that do what it says while Waystone runs', { timeout: ALL_TIMEOUT_MS }, async () => {
    expect(commands.length).toBeGreaterThan(5)
    const outcomes = new Map<string, { code: number | undefined; said: string }>()
    // Backups are of a repository that this Waystone has not.
    const here = commands.filter(command => !command.startsWith('npx waystone backup'))
    for (const command of here) outcomes.set(command, await run(command))
    const failed = [...outcomes].filter(([, { code }]) => code !== 0)
    // No event is refused here, so there is none to delete.
    expect(failed).toEqual([
      [expect.stringContaining('discard'), { code: 1, said: expect.stringContaining('7') as unknown }],
    ])
  })
})
