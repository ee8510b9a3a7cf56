import type { LiveClient } from '../live-client.js'
import { LiveError } from '../live-error.js'
import { retryDelayMs } from '../retry-delay.js'
import { WORLD_UPDATED, type WorldUpdate } from './protocol.js'

const RETRY_DELAY_MAX_MS = 5_000

/** World updates of one character without a gap: after one, the subscription begins anew, with a snapshot. */
export interface UpdateStream {
  close(): void
}

/**
 * @param options.take an update that follows the one before, or a snapshot
 * @param options.end no more will come, since the server refuses for good
 */
export function openUpdateStream(options: {
  readonly live: Pick<LiveClient, 'subscribe'>
  readonly characterId: string
  readonly everyTicks: number
  readonly take: (update: WorldUpdate) => void
  readonly end: (error: LiveError) => void
}): UpdateStream {
  const { live, characterId, everyTicks, take, end } = options
  let isClosed = false
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop = () => {}

  const open = (): void => {
    const events = live.subscribe<{ worldUpdated: WorldUpdate }>(WORLD_UPDATED, { characterId, everyTicks })
    const stopPrevious = stop
    stop = () => void events.return?.()
    // After the next one has begun: the connection closes with the last operation on it.
    stopPrevious()
    void read(events)
  }
  const read = async (events: ReturnType<typeof live.subscribe<{ worldUpdated: WorldUpdate }>>): Promise<void> => {
    let expected = 0
    try {
      for (;;) {
        const event = await events.next()
        if (isClosed) return
        if (event.done === true) return again()
        const update = event.value.data.worldUpdated
        if (!update.snapshot && update.sequence !== expected) return open()
        expected = update.sequence + 1
        failures = 0
        take(update)
      }
    } catch (error) {
      if (isClosed) return
      if (error instanceof LiveError && isPassing(error)) return again()
      isClosed = true
      end(
        error instanceof LiveError
          ? error
          : new LiveError('closed', 'The world could not be followed', { cause: error }),
      )
    }
  }
  const again = () => {
    timer = setTimeout(open, retryDelayMs(failures++, RETRY_DELAY_MAX_MS))
  }
  open()
  return {
    close: () => {
      isClosed = true
      clearTimeout(timer)
      stop()
    },
  }
}

/** The world moves to another process, or is not open at the moment; or this client was too slow. */
const isPassing = ({ failure, errors }: LiveError): boolean =>
  failure === 'overflow' ||
  (failure === 'refused' && errors.every(({ extensions }) => extensions?.['code'] === 'SERVICE_UNAVAILABLE'))
