import { expect, test } from 'vitest'
import { createStopRequests, type StopRequest } from './stop-requests.js'

test.each<{ title: string; requests: readonly StopRequest[]; taken: readonly string[] }>([
  { title: 'a second signal ends the process at once', requests: ['signal', 'signal'], taken: ['close', 'exit'] },
  {
    title: 'the first signal after a call is the same request, and the second one ends the process at once',
    requests: ['call', 'signal', 'signal'],
    taken: ['close', 'ignore', 'exit'],
  },
  {
    title: 'a call after a signal is the same request, and the next signal ends the process at once',
    requests: ['signal', 'call', 'signal'],
    taken: ['close', 'ignore', 'exit'],
  },
  {
    title: 'a second call is ignored and leaves the first signal its meaning',
    requests: ['call', 'call', 'signal'],
    taken: ['close', 'ignore', 'ignore'],
  },
  { title: 'the end of the starter closes a running process', requests: ['disconnect'], taken: ['close'] },
  {
    title: 'the end of the starter ends a process that was called to stop',
    requests: ['call', 'disconnect'],
    taken: ['close', 'exit'],
  },
  {
    title: 'the end of the starter ends a process that a signal stops',
    requests: ['signal', 'disconnect'],
    taken: ['close', 'exit'],
  },
])('$title', ({ requests, taken }) => {
  const stop = createStopRequests()
  expect(stop.isStopping()).toBe(false)
  expect(requests.map(request => stop.take(request))).toEqual(taken)
  expect(stop.isStopping()).toBe(true)
})
