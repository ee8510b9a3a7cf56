import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../free-port.js'
import { root } from '../house/tree.js'
import { clientOf, eventually } from './client.js'
import { startWaystone, type Waystone } from './waystone.js'

interface Summary {
  readonly players: number
  readonly commands: { readonly accepted: number; readonly lost: number }
  readonly updatesPerSecond: number
  readonly commandMs: { readonly p50: number | null; readonly count: number }
  readonly stepSeenMs: { readonly p50: number | null; readonly count: number }
  readonly failures: readonly string[]
}

/** `npm run world:bots`, as package.json has it. */
function startBots(...args: readonly string[]) {
  const command = ['--conditions=waystone-source', '--import', 'tsx', 'bench/src/world-bots.ts', ...args]
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<{ code: number | null; output: string; errors: string }>(resolve => {
    child.once('close', code => resolve({ code, output, errors }))
  })
  return { ended, interrupt: () => child.kill('SIGINT') }
}

describe('npm run world:bots', () => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone('standalone')
  })
  afterAll(() => waystone.close())

  const online = async () => {
    const { worldStatus } = await clientOf(waystone.url).data<{ worldStatus: { playersOnline: number } }>(
      '{ worldStatus { playersOnline } }',
    )
    return worldStatus.playersOnline
  }

  it('plays through the public endpoint, and sums up what the bots have done and seen', async () => {
    const { ended } = startBots('--players', '4', '--seconds', '6', '--url', waystone.url, '--json')
    const { code, output, errors } = await ended
    expect({ code, errors }).toMatchObject({ code: 0, errors: expect.stringContaining('4 of 4 players') as unknown })
    const summary = JSON.parse(output) as Summary
    expect(summary).toMatchObject({ players: 4, commands: { lost: 0 }, failures: [] })
    // Each has entered, and then walked.
    expect(summary.commands.accepted).toBeGreaterThan(4)
    expect(summary.updatesPerSecond).toBeGreaterThan(0)
    expect(summary.commandMs.p50).toBeGreaterThan(0)
    expect(summary.stepSeenMs.count).toBeGreaterThan(0)
    expect(await eventually(online, count => count === 0)).toBe(0)
  })

  it('ends early at Ctrl-C: the bots leave the world, and the summary is printed', async () => {
    const { ended, interrupt } = startBots('--players', '3', '--seconds', '600', '--url', waystone.url)
    expect(await eventually(online, count => count === 3)).toBe(3)
    interrupt()
    const { code, output } = await ended
    expect(code).toBe(0)
    expect(output).toMatch(/^bots +3 for [\d.]+ s$/m)
    expect(await eventually(online, count => count === 0)).toBe(0)
  })

  it('says what is wrong where nothing answers, and where it is called wrongly', async () => {
    const nothing = await startBots('--url', `http://127.0.0.1:${await freePort(1)}`).ended
    expect(nothing).toMatchObject({
      code: 1,
      errors: expect.stringContaining('start Waystone by npm start') as unknown,
    })
    const wrong = await startBots('--players', '0').ended
    expect(wrong).toMatchObject({ code: 2, errors: expect.stringContaining('whole number from 1') as unknown })
  })
})
