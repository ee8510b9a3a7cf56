import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Answer } from './users-app.js'

/** The users service as a process of its own, to be killed. */
export interface UsersProcess {
  start(): Promise<void>
  /** kill -9; resolves when it has ended. */
  kill(): Promise<void>
  /** @throws Error where the process ends before it has answered. */
  ask(query: string, variables: Record<string, unknown>, accessToken?: string): Promise<Answer['data']>
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const READY_TIMEOUT_MS = 60_000
const POLL_INTERVAL_MS = 50

export function createUsersProcess({ port, env }: { port: number; env: Record<string, string> }): UsersProcess {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  return {
    start: async () => {
      const started = spawn(process.execPath, ['--conditions=waystone-source', '--import', 'tsx', main], {
        env: { PATH: process.env['PATH'] ?? '', SERVICE_PORT: String(port), LOG_LEVEL: 'error', ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      })
      child = started
      const deadline = performance.now() + READY_TIMEOUT_MS
      while (!(await isReady(url))) {
        if (started.exitCode !== null) throw new Error(`users ended with ${started.exitCode}`)
        if (performance.now() > deadline) throw new Error('users is not ready in time')
        await delay(POLL_INTERVAL_MS)
      }
    },
    kill: async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise(resolve => child?.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
    ask: async (query, variables, accessToken) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
        },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await response.json()) as { data?: Answer['data']; errors?: unknown }
      if (errors !== undefined) throw new Error(JSON.stringify(errors))
      return data ?? null
    },
  }
}

const isReady = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
  await response?.arrayBuffer()
  return response?.ok === true
}
