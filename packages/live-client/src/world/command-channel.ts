import type { LiveClient } from '../live-client.js'
import {
  ENTER_WORLD,
  LEAVE_WORLD,
  outcomeOf,
  WORLD_COMMANDS,
  type CommandOutcome,
  type CommandResult,
  type WorldCommand,
} from './protocol.js'

/** Commands that one request takes. */
const LIST_MAX = 20

/** Sends the commands of one character. Commands of one turn of the event loop share a request. */
export interface CommandChannel {
  /** @throws LiveError as `LiveClient.request` */
  send(clientSequence: number, command: WorldCommand): Promise<CommandOutcome>
  enter(): Promise<CommandOutcome>
  leave(): Promise<CommandOutcome>
}

interface Waiting {
  readonly input: WorldCommand & { readonly clientSequence: number }
  resolve(outcome: CommandOutcome): void
  reject(error: unknown): void
}

export function createCommandChannel(live: Pick<LiveClient, 'request'>, characterId: string): CommandChannel {
  let waiting: Waiting[] = []

  const sendList = async (list: readonly Waiting[]): Promise<void> => {
    try {
      const commands = list.map(({ input }) => input)
      const { data } = await live.request<{ results: CommandResult[] }>(WORLD_COMMANDS, { characterId, commands })
      for (const [index, { resolve, reject }] of list.entries()) {
        const result = data.results[index]
        if (result === undefined) reject(new Error('The server has answered fewer commands than were sent'))
        else resolve(outcomeOf(result))
      }
    } catch (error) {
      for (const { reject } of list) reject(error)
    }
  }
  const flush = () => {
    const all = waiting
    waiting = []
    for (let first = 0; first < all.length; first += LIST_MAX) void sendList(all.slice(first, first + LIST_MAX))
  }
  const ask = async (document: string): Promise<CommandOutcome> => {
    const { data } = await live.request<{ result: CommandResult }>(document, { characterId })
    return outcomeOf(data.result)
  }
  return {
    send: (clientSequence, command) =>
      new Promise((resolve, reject) => {
        if (waiting.length === 0) queueMicrotask(flush)
        waiting.push({ input: { ...command, clientSequence }, resolve, reject })
      }),
    enter: () => ask(ENTER_WORLD),
    leave: () => ask(LEAVE_WORLD),
  }
}
