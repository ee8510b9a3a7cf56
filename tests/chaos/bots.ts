import { spawn } from 'node:child_process'
import { root } from './instances.js'

/** A part of the summary that the bots print. */
export interface BotsSummary {
  readonly kills: number
  readonly drops: number
  readonly commands: { readonly accepted: number }
}

/** Bots that play through the gateway, as `npm run world:bots` starts them. */
export interface Bots {
  /** Has them leave the world. @throws Error where they have failed */
  stop(): Promise<BotsSummary>
  kill(): void
}

const SECONDS_MAX = '86400'

export function startBots({ players, url }: { players: number; url: string }): Bots {
  const args = ['--conditions=waystone-source', '--import', 'tsx', 'bench/src/world-bots.ts']
  const options = ['--players', String(players), '--seconds', SECONDS_MAX, '--url', url, '--json']
  const child = spawn(process.execPath, [...args, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let [output, errors] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  return {
    stop: async () => {
      child.kill('SIGTERM')
      const code = await ended
      if (code !== 0) throw new Error(`The bots ended with ${String(code)}: ${errors.slice(-2_000)}`)
      return JSON.parse(output) as BotsSummary
    },
    kill: () => child.kill('SIGKILL'),
  }
}
