import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '@waystone/kit/process'
import { peersDirectory, installPeers } from '../gateway/peers.js'
import { until } from '../load.js'
import { inherited, root } from '../processes.js'

export interface ColyseusServer {
  readonly url: string
  readonly pid: number
  /** Forgets the ticks so far. */
  reset(): Promise<void>
  /** How long each tick took since, writes included. */
  ticksMs(): Promise<readonly number[]>
  stop(): Promise<void>
}

const directory = path.join(peersDirectory, 'world')
/** The release that it needs at least is 22. */
const NODE_RELEASE = '24'

/** @returns why it cannot be measured, or null. */
export const installColyseus = (): string | null => installPeers(directory)

/** @param contentDirectory maps and kinds of monsters */
export async function startColyseus(contentDirectory: string): Promise<ColyseusServer> {
  const port = await freePort(2)
  const dist = pathToFileURL(path.join(root, 'subgraphs', 'characters', 'dist', '/')).href
  const node = execFileSync(process.execPath, ['tools/with-node.mjs', NODE_RELEASE, 'node', '-p', 'process.execPath'], {
    cwd: root,
    encoding: 'utf8',
  }).trim()
  const child = spawn(
    node,
    ['--max-semi-space-size=64', path.join(directory, 'colyseus.mjs'), dist, contentDirectory, String(port)],
    {
      cwd: directory,
      // The conditions under which this process runs are not those of what is built.
      env: { ...inherited(), NODE_OPTIONS: '', NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const control = `http://127.0.0.1:${port + 1}`
  const ask = async (what: 'reset' | 'figures') => {
    const response = await fetch(`${control}/${what}`)
    return (await response.json()) as { ticksMs: readonly number[] }
  }
  await until('Colyseus to listen', async () => {
    if (child.exitCode !== null) throw new Error(`Colyseus ended with ${child.exitCode}`)
    return await ask('figures').then(
      () => true,
      () => false,
    )
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    reset: async () => void (await ask('reset')),
    ticksMs: async () => (await ask('figures')).ticksMs,
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      process.off('exit', killWithUs)
    },
  }
}
