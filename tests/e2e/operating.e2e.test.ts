import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { blocksOf } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../house/tree.js'
import { startWaystone, type Waystone } from './waystone.js'

const COMMAND_TIMEOUT_MS = 60_000
/** Each command starts a process of its own. */
const ALL_TIMEOUT_MS = 300_000

/** The commands that docs/operating.md lists, without what it says of them. */
const commands = blocksOf('docs/operating.md')
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trimEnd().split('\n'))
  .map(line => line.replace(/\s+#.*$/, ''))

describe('the commands of docs/operating.md', () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('standalone')
  })
  afterAll(() => waystone.close())

  /** Beside this Waystone, for a player who is there. */
  const run = async (command: string) => {
    const [script = '', args = ''] = command.split(/ -- (.*)/)
    const line = `${script.replace('npm run', 'npm run -s')} -- ${args} --data ${waystone.dataDirectory}`.replace(
      '<user>',
      'bram',
    )
    const child = promisify(execFile)('sh', ['-c', line], { cwd: root, timeout: COMMAND_TIMEOUT_MS })
    return await child.then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      (error: { code?: number; stdout?: string; stderr?: string }) => ({
        code: error.code,
        said: `${error.stdout ?? ''}${error.stderr ?? ''}`,
      }),
    )
  }

  it('do what the page says while Waystone runs', { timeout: ALL_TIMEOUT_MS }, async () => {
    expect(commands.length).toBeGreaterThan(5)
    for (const command of commands) {
      const { code, said } = await run(command)
      // No event is refused here, so there is none to delete.
      if (command.includes('discard'))
        expect({ command, code, said }).toMatchObject({ code: 1, said: expect.stringContaining('7') as unknown })
      else expect({ command, code, said }).toMatchObject({ code: 0 })
    }
  })
})
