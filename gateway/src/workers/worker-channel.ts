import type { MetricsSnapshot } from '@waystone/kit/metrics'
import type { EntityChange } from '../features/entity-cache/entity-tags.js'
import type { WorkerCounts } from './siblings.js'

/** Questions between the primary and a worker: what is asked, and what is answered. */
export interface Questions {
  /** To either: whether its event loop runs. The channel itself answers. */
  ping: { asked: null; answer: null }
  /** To a worker: its own metrics. */
  snapshot: { asked: null; answer: MetricsSnapshot }
  /** To the primary: the metrics of all workers, as Prometheus text. */
  metrics: { asked: null; answer: string }
  /** To a worker: it voids the entities. To the primary: all other workers void them. */
  entitiesChanged: { asked: readonly EntityChange[]; answer: null }
}

/** Messages without an answer. */
export type News =
  /** Of a worker: it takes connections. */
  | { readonly news: 'serves' }
  /** Of the primary: the worker is to end in order. */
  | { readonly news: 'stop' }
  /** Of the primary. */
  | { readonly news: 'counts'; readonly counts: WorkerCounts }

type Name = keyof Questions
type Message =
  | News
  | { readonly question: Name; readonly id: number; readonly asked: unknown }
  | { readonly reply: number; readonly answer: unknown }
  | { readonly reply: number; readonly failed: string }

/** One end of the channel. A message that cannot be sent is dropped: the other process has ended. */
export interface ChannelEnd {
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
}

/** Answers to the questions of the other end. */
export type Answers = {
  readonly [Each in Exclude<Name, 'ping'>]?: (asked: Questions[Each]['asked']) => Promise<Questions[Each]['answer']>
}

export interface WorkerChannel {
  tell(news: News): void
  /** Rejects when the other process fails, does not answer in time, or has ended. */
  ask<Asked extends Name>(
    question: Asked,
    asked: Questions[Asked]['asked'],
    options: { timeoutMs: number },
  ): Promise<Questions[Asked]['answer']>
  /** The other process has ended: whatever waits for its answers fails. */
  end(): void
}

export function createWorkerChannel(
  end: ChannelEnd,
  { answers, onNews }: { readonly answers: Answers; readonly onNews: (news: News) => void },
): WorkerChannel {
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>()
  const answersOfAll: Readonly<Partial<Record<Name, unknown>>> = { ...answers, ping: async () => null }
  let lastId = 0
  let hasEnded = false

  const answer = async ({ question, id, asked }: Extract<Message, { question: Name }>): Promise<void> => {
    try {
      const find = answersOfAll[question] as ((asked: unknown) => Promise<unknown>) | undefined
      if (find === undefined) throw new Error(`Nothing answers "${question}" here`)
      end.send({ reply: id, answer: await find(asked) })
    } catch (error) {
      end.send({ reply: id, failed: error instanceof Error ? error.message : String(error) })
    }
  }
  end.onMessage(received => {
    // Both ends are the same program.
    const message = received as Message
    if ('news' in message) onNews(message)
    else if ('question' in message) void answer(message)
    else if ('failed' in message) waiting.get(message.reply)?.reject(new Error(message.failed))
    else waiting.get(message.reply)?.resolve(message.answer)
  })

  return {
    tell: news => end.send(news),
    ask: async (question, asked, { timeoutMs }) => {
      if (hasEnded) throw new Error(ENDED)
      const id = ++lastId
      let timer: NodeJS.Timeout | undefined
      try {
        return await new Promise<Questions[typeof question]['answer']>((resolve, reject) => {
          waiting.set(id, { resolve: found => resolve(found as Questions[typeof question]['answer']), reject })
          timer = setTimeout(() => reject(new Error(`No answer to "${question}" in ${timeoutMs} ms`)), timeoutMs)
          end.send({ question, id, asked })
        })
      } finally {
        clearTimeout(timer)
        waiting.delete(id)
      }
    },
    end: () => {
      hasEnded = true
      for (const { reject } of waiting.values()) reject(new Error(ENDED))
    },
  }
}

const ENDED = 'The other process has ended'
