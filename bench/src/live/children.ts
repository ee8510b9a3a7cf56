import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ClientCommand, Reply } from './clients.js'
import type { Field } from './wire.js'

/** The subgraphs, in a process of their own. */
export interface SubgraphsProcess {
  readonly feedPort: number
  readonly factsPort: number
  /** One event for all users, or one for each of so many. */
  publish(what: 'everyone' | number): void
  stop(): void
}

export async function startSubgraphs(): Promise<SubgraphsProcess> {
  const child = start('./subgraphs.ts')
  const ports = await new Promise<{ feed: number; facts: number }>((resolve, reject) => {
    child.once('message', message => resolve(message as { feed: number; facts: number }))
    child.once('exit', code => reject(new Error(`The subgraphs ended with ${code}`)))
  })
  return {
    feedPort: ports.feed,
    factsPort: ports.facts,
    publish: what => child.send(what),
    stop: () => child.disconnect(),
  }
}

/** All clients of one measurement, in a process of their own. */
export interface Clients {
  open(url: string, field: Field | null, count: number): Promise<void>
  /** Until so many messages have come since the reset. */
  received(messages: number): Promise<void>
  /** Messages since the reset, and clients who have had one. */
  count(): Promise<{ messages: number; heard: number }>
  reset(): Promise<void>
  latenciesMs(): Promise<readonly number[]>
  /** Until the process has ended: it would complain if its server ended before it. */
  stop(): Promise<void>
}

export function startClients(): Clients {
  const child = start('./clients.ts')
  const ask = (command: ClientCommand): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const listen = (reply: Reply) => {
        child.off('exit', ended)
        if (reply.failed === undefined) resolve(reply)
        else reject(new Error(reply.failed))
      }
      const ended = (code: number | null) => reject(new Error(`The clients ended with ${code}`))
      child.once('message', listen)
      child.once('exit', ended)
      child.send(command)
    })
  return {
    open: async (url, field, count) => void (await ask({ kind: 'open', url, field, count })),
    received: async messages => void (await ask({ kind: 'await', messages })),
    count: async () => {
      const { messages = 0, heard = 0 } = await ask({ kind: 'count' })
      return { messages, heard }
    },
    reset: async () => void (await ask({ kind: 'reset' })),
    latenciesMs: async () => (await ask({ kind: 'latencies' })).latencies ?? [],
    stop: async () => {
      if (!child.connected) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

const start = (file: string) => fork(fileURLToPath(new URL(file, import.meta.url)), { serialization: 'advanced' })
