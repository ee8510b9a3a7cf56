import { afterEach, expect, test, vi } from 'vitest'
import { createWorkerChannel, type Answers, type News } from './worker-channel.js'

afterEach(() => void vi.useRealTimers())

/** Two ends, of which the second one answers. */
function aChannel(answers: Answers) {
  const listeners: Record<'near' | 'far', (message: unknown) => void> = { near: () => {}, far: () => {} }
  const news: News[] = []
  const end = (self: 'near' | 'far', other: 'near' | 'far') => ({
    send: (message: object) => listeners[other](structuredClone(message)),
    onMessage: (listener: (message: unknown) => void) => {
      listeners[self] = listener
    },
  })
  const near = createWorkerChannel(end('near', 'far'), { answers: {}, onNews: () => {} })
  const far = createWorkerChannel(end('far', 'near'), { answers, onNews: told => news.push(told) })
  return { near, far, news }
}

const timeoutMs = 1_000

test('each question gets its own answer, in whatever order they come', async () => {
  const replies: ((text: string) => void)[] = []
  const { near } = aChannel({ metrics: () => new Promise(resolve => replies.push(resolve)) })
  const [one, two] = [near.ask('metrics', null, { timeoutMs }), near.ask('metrics', null, { timeoutMs })]
  replies[1]?.('second')
  replies[0]?.('first')
  expect(await Promise.all([one, two])).toEqual(['first', 'second'])
})

test('what is asked reaches the answering end, and news reaches it without an answer', async () => {
  const entitiesChanged = vi.fn(async () => null)
  const { near, news } = aChannel({ entitiesChanged })
  await near.ask('entitiesChanged', [{ type: 'Item', key: { id: '1' } }], { timeoutMs })
  expect(entitiesChanged).toHaveBeenCalledWith([{ type: 'Item', key: { id: '1' } }])
  near.tell({ news: 'stop' })
  expect(news).toEqual([{ news: 'stop' }])
})

test('a ping is answered by the channel of either end', async () => {
  const { near, far } = aChannel({})
  expect(await near.ask('ping', null, { timeoutMs })).toBe(null)
  expect(await far.ask('ping', null, { timeoutMs })).toBe(null)
})

test('a question fails with the reason of the other end, and where nothing answers it', async () => {
  const { near, far } = aChannel({ metrics: () => Promise.reject(new Error('no metrics yet')) })
  await expect(near.ask('metrics', null, { timeoutMs })).rejects.toThrow('no metrics yet')
  await expect(far.ask('snapshot', null, { timeoutMs })).rejects.toThrow('Nothing answers "snapshot" here')
})

test('a question fails when the answer is late or the other process ends', async () => {
  vi.useFakeTimers()
  const { near } = aChannel({ metrics: () => new Promise(() => {}) })
  const failure = (error: Error) => error.message
  const late = near.ask('metrics', null, { timeoutMs }).catch(failure)
  await vi.advanceTimersByTimeAsync(timeoutMs)
  expect(await late).toBe('No answer to "metrics" in 1000 ms')
  const cut = near.ask('metrics', null, { timeoutMs }).catch(failure)
  near.end()
  expect(await cut).toBe('The other process has ended')
  await expect(near.ask('metrics', null, { timeoutMs })).rejects.toThrow('The other process has ended')
})
