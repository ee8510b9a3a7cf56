import type { CommandOutcome } from '@waystone/live-client'

/** Brings the character into the world, however long the world takes to open. */
export interface Entrance {
  begin(): void
  stop(): void
}

/** A map that comes up in another process, a crowded one, and answers that were lost on the way. */
const PASSING = new Set(['WORLD_CLOSED', 'WORLD_BUSY', 'TOO_MANY_COMMANDS', 'LOST'])
const PAUSE_MS = 1_000
const ATTEMPTS_MAX = 60

export function createEntrance(options: {
  readonly enter: () => Promise<CommandOutcome>
  readonly tell: (text: string) => void
  readonly lost: () => string
}): Entrance {
  const { enter, tell, lost } = options
  let timer: ReturnType<typeof setTimeout> | undefined
  let begun = 0

  const attempt = async (number: number, run: number): Promise<void> => {
    const outcome = await enter().catch((): CommandOutcome => ({ accepted: false, reason: 'LOST', message: lost() }))
    if (outcome.accepted || run !== begun) return
    tell(outcome.message)
    if (PASSING.has(outcome.reason) && number < ATTEMPTS_MAX)
      timer = setTimeout(() => void attempt(number + 1, run), PAUSE_MS)
  }
  const stop = () => {
    begun++
    clearTimeout(timer)
  }
  return {
    begin: () => {
      stop()
      void attempt(1, begun)
    },
    stop,
  }
}
