import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '@waystone/kit/process'
import { threadTimesMs } from '../cpu-time.js'
import { atMost, table, type Target } from '../economy/report.js'
import { until } from '../load.js'
import { step } from '../progress.js'
import { percentile, rounded } from '../statistics.js'
import { createSending, send, signUp, startHouse } from './house.js'
import type { Counted, ReaderCommand } from './readers.js'

export interface ChatOptions {
  readonly readers: number
  readonly rate: number
  readonly seconds: number
  readonly reconnects: number
}

export interface ChatMeasured {
  readonly subject: string
  readonly readers: number
  /** That were taken, and the deliveries of them, within a second. */
  readonly messagesPerSecond: number
  readonly deliveriesPerSecond: number
  /** CPU time of the server's process for one message to one reader; its database not counted. */
  readonly cpuUsEach: number
  readonly missed: number
  readonly doubled: number
  readonly reconnects: number
  /** Connections that the server has closed, since their readers were too slow. */
  readonly closed: number
  /** From sending to the answer; null where there is no sender. */
  readonly sendP50Ms: number | null
  readonly sendP99Ms: number | null
}

export interface ChatResult {
  readonly measured: readonly ChatMeasured[]
  readonly targets: readonly Target[]
}

/** Each may send one message a second. */
const SENDERS_SPARE = 1.25

export async function runChat(options: ChatOptions): Promise<ChatResult> {
  const bare = await step('A bare ws broadcast', () => measureBare(options))
  const house = await measureHouse(options)
  const targets = [
    atMost(
      'CPU for a delivered message, of that of a bare ws broadcast',
      1.3,
      rounded(house.cpuUsEach / bare.cpuUsEach),
    ),
    atMost('Numbers that a reader has missed, or had twice', 0, house.missed + house.doubled),
  ]
  return { measured: [bare, house], targets }
}

export const chatTable = ({ measured }: ChatResult): string =>
  table([
    [
      '',
      'readers',
      'messages/s',
      'deliveries/s',
      'CPU µs each',
      'missed',
      'twice',
      'came back',
      'send p50 ms',
      'p99 ms',
    ],
    ...measured.map(one => [
      one.subject,
      String(one.readers),
      String(one.messagesPerSecond),
      String(one.deliveriesPerSecond),
      String(one.cpuUsEach),
      String(one.missed),
      String(one.doubled),
      String(one.reconnects),
      String(one.sendP50Ms ?? ''),
      String(one.sendP99Ms ?? ''),
    ]),
  ])

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const cpuMsOf = (pid: number): number => [...threadTimesMs(pid).values()].reduce((sum, ms) => sum + ms, 0)

interface Readers {
  ask(command: ReaderCommand): Promise<Counted | null>
  stop(): void
}

function startReaders(): Readers {
  const child = fork(fileOf('./readers.ts'))
  return {
    ask: async command => {
      const { counted, failed } = (await answerOf(child, command)) as { counted?: Counted; failed?: string }
      if (failed !== undefined) throw new Error(failed)
      return counted ?? null
    },
    stop: () => child.disconnect(),
  }
}

const answerOf = (child: ChildProcess, command: ReaderCommand | 'begin' | 'end'): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`The process ended with ${code}`))
    child.once('exit', ended)
    child.once('message', message => {
      child.off('exit', ended)
      resolve(message)
    })
    child.send(command)
  })

async function measureBare(options: ChatOptions): Promise<ChatMeasured> {
  const port = await freePort()
  const server = fork(fileOf('./bare-broadcast.ts'), [String(port), String(options.rate)])
  const readers = startReaders()
  try {
    await new Promise(resolve => server.once('message', resolve))
    await readers.ask({ kind: 'open', url: `ws://127.0.0.1:${port}`, tokens: ['none'], count: options.readers })
    const span = await measureSpan(
      { pid: server.pid ?? 0, readers, options: { ...options, reconnects: 0 } },
      {
        begin: async () => void server.send('begin'),
        end: async () => void (await answerOf(server, 'end')),
      },
    )
    return { subject: 'bare ws broadcast', ...span, sendP50Ms: null, sendP99Ms: null }
  } finally {
    readers.stop()
    server.disconnect()
  }
}

async function measureHouse(options: ChatOptions): Promise<ChatMeasured> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'waystone-bench-chat-'))
  const house = await step('Waystone runs', () => startHouse(directory, options))
  const readers = startReaders()
  try {
    const senders = Math.ceil(options.rate * SENDERS_SPARE)
    const tokens = await step(`${senders} guests`, () => signUp(house.url, senders))
    await step(`${options.readers} readers`, async () => {
      const url = `${house.url.replace('http', 'ws')}/graphql`
      await readers.ask({ kind: 'open', url, tokens, count: options.readers })
      await untilAllRead(house.url, readers, { token: tokens[0] ?? '', count: options.readers })
    })
    const sending = createSending(house.url, { tokens, perSecond: options.rate })
    const span = await step('Messages', () =>
      measureSpan({ pid: house.pid, readers, options }, { begin: sending.begin, end: sending.end }),
    )
    const { latenciesMs } = sending
    return {
      subject: 'Waystone',
      ...span,
      sendP50Ms: rounded(percentile(latenciesMs, 0.5)),
      sendP99Ms: rounded(percentile(latenciesMs, 0.99)),
    }
  } finally {
    readers.stop()
    await house.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Subscriptions are not acknowledged: a reader has begun when it has had a message. */
async function untilAllRead(
  url: string,
  readers: Readers,
  { token, count }: { token: string; count: number },
): Promise<void> {
  await until('all readers to have had a message', async () => {
    await send(url, token)
    await delay(1_100)
    return (await readers.ask({ kind: 'count' }))?.heard === count
  })
}

const SETTLED_MS = 15_000

/** Until every reader has what was sent, however long that takes: all CPU of it counts. */
async function measureSpan(
  { pid, readers, options }: { pid: number; readers: Readers; options: ChatOptions },
  sending: { begin: () => Promise<void>; end: () => Promise<void> },
): Promise<Omit<ChatMeasured, 'subject' | 'sendP50Ms' | 'sendP99Ms'>> {
  const counted = async () => (await readers.ask({ kind: 'count' })) as Counted
  const before = await counted()
  const cpuBeforeMs = cpuMsOf(pid)
  const startedAtMs = performance.now()
  await sending.begin()
  const pauses = Math.max(1, options.reconnects)
  for (let pause = 0; pause < pauses; pause++) {
    await delay((options.seconds * 1_000) / pauses)
    if (options.reconnects > 0) await readers.ask({ kind: 'break', count: 1 })
  }
  await sending.end()
  let after = await counted()
  const deadlineMs = performance.now() + SETTLED_MS
  for (let last = -1; performance.now() < deadlineMs && last !== after.messages; after = await counted()) {
    last = after.messages
    await delay(300)
  }
  const elapsedS = (performance.now() - startedAtMs) / 1_000
  const deliveries = after.messages - before.messages
  return {
    readers: options.readers,
    messagesPerSecond: rounded(deliveries / options.readers / elapsedS),
    deliveriesPerSecond: rounded(deliveries / elapsedS),
    cpuUsEach: rounded(((cpuMsOf(pid) - cpuBeforeMs) * 1_000) / deliveries),
    missed: after.missed - before.missed,
    doubled: after.doubled - before.doubled,
    reconnects: after.reconnects - before.reconnects,
    closed: after.closed - before.closed,
  }
}
