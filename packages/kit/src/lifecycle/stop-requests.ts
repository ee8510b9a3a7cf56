/** `call`: of the process that started this one. `disconnect`: that process has ended. */
export type StopRequest = 'signal' | 'call' | 'disconnect'

/** Decides what a process does when it is asked to stop once, or again. */
export interface StopRequests {
  isStopping(): boolean
  /** Returns `close` for the first request, `exit` for one that ends the process at once. */
  take(request: StopRequest): 'close' | 'exit' | 'ignore'
}

/**
 * A signal after another one ends the process at once, and so does the end of its starter. The first signal after a
 * call is the same request: a terminal, or a service manager, signals the starter and this process together, and a busy
 * event loop may read the starter's message before the signal.
 */
export function createStopRequests(): StopRequests {
  let stage: 'running' | 'called' | 'stopping' = 'running'
  return {
    isStopping: () => stage !== 'running',
    take: request => {
      const before = stage
      if (request === 'call') {
        if (before !== 'running') return 'ignore'
        stage = 'called'
        return 'close'
      }
      stage = 'stopping'
      if (before === 'running') return 'close'
      return before === 'called' && request === 'signal' ? 'ignore' : 'exit'
    },
  }
}
