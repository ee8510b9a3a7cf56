import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ClientCommand, Counted, Reply } from './clients.js'

/** The players of one measurement, in a process of their own. */
export interface ClientProcess {
  open(given: Omit<Extract<ClientCommand, { kind: 'open' }>, 'kind'>): Promise<void>
  reset(): Promise<void>
  count(): Promise<Counted>
  stop(): Promise<void>
}

export function startClients(): ClientProcess {
  const child = fork(fileURLToPath(new URL('./clients.ts', import.meta.url)), { serialization: 'advanced' })
  const ask = async (command: ClientCommand): Promise<Reply> => {
    const reply = await answerOf(child, command)
    if (reply.failed !== undefined) throw new Error(reply.failed)
    return reply
  }
  return {
    open: async given => void (await ask({ kind: 'open', ...given })),
    reset: async () => void (await ask({ kind: 'reset' })),
    count: async () => {
      const { counted } = await ask({ kind: 'count' })
      if (counted === undefined) throw new Error('The players have not counted')
      return counted
    },
    stop: () => endChild(child),
  }
}

/** Sends the process a command and resolves with the next message that it sends. */
const answerOf = (child: ChildProcess, command: ClientCommand): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`The players ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (reply: Reply) => {
      child.off('exit', ended)
      resolve(reply)
    })
    child.send(command)
  })

/** It ends when its channel does. */
async function endChild(child: ChildProcess): Promise<void> {
  if (!child.connected) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}
