import type { RevocationList, Viewer } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import { parseUuid } from '@waystone/kit/graphql'

/** Which sessions play the characters that are in the world of this process. */
export interface Presence {
  /** Called after a command that the world has applied. */
  played(characterId: string, viewer: Viewer): void
  /** Hands the stream on; its character is played for as long as it is open. */
  whileOpen<Update>(
    stream: AsyncIterableIterator<Update>,
    played: { readonly characterId: string; readonly viewer: Viewer },
  ): AsyncIterableIterator<Update>
  /** Has the characters leave that nobody has played for the idle time. */
  sweep(): void
  close(): void
}

/** A session that plays a character. */
interface Playing {
  readonly viewer: Viewer
  readonly seenMs: number
  readonly openStreams: number
}

/**
 * Has a character leave the world once no session plays it any more: at once when the last one was revoked (by a
 * sign-out, a ban or a deletion of the account), and after the idle time when clients have vanished. What a process
 * knows of it ends with its world: characters come into the next one by entering it.
 */
export function createPresence(options: {
  readonly clock: Clock
  readonly revocations: RevocationList
  readonly idleMs: number
  /** A character that is not in the world is left alone. */
  readonly leave: (characterId: string) => void
}): Presence {
  const { clock, revocations, idleMs, leave } = options
  const characters = new Map<string, Map<string, Playing>>()

  const note = (characterId: string, viewer: Viewer, streams: -1 | 0 | 1) => {
    const sessions = characters.get(characterId) ?? new Map<string, Playing>()
    characters.set(characterId, sessions)
    const openStreams = (sessions.get(viewer.sessionId)?.openStreams ?? 0) + streams
    sessions.set(viewer.sessionId, { viewer, seenMs: clock.now().getTime(), openStreams: Math.max(0, openStreams) })
    // The command, or the stream, was under way while its session was revoked.
    if (revocations.isRevoked(viewer)) endSessions(characterId, sessions, isRevoked)
  }
  const endSessions = (
    characterId: string,
    sessions: Map<string, Playing>,
    isOver: (playing: Playing) => boolean,
  ): void => {
    for (const [sessionId, playing] of sessions) if (isOver(playing)) sessions.delete(sessionId)
    if (sessions.size > 0) return
    characters.delete(characterId)
    leave(characterId)
  }
  const isRevoked = ({ viewer }: Playing): boolean => revocations.isRevoked(viewer)
  const stopListening = revocations.onNews(() => {
    for (const [characterId, sessions] of characters) endSessions(characterId, sessions, isRevoked)
  })

  return {
    played: (given, viewer) => {
      const characterId = parseUuid(given)
      if (characterId !== null) note(characterId, viewer, 0)
    },
    whileOpen: (stream, { characterId: given, viewer }) => {
      const characterId = parseUuid(given)
      if (characterId === null) return stream
      note(characterId, viewer, 1)
      return endingWith(stream, () => note(characterId, viewer, -1))
    },
    sweep: () => {
      const before = clock.now().getTime() - idleMs
      const isIdle = ({ openStreams, seenMs }: Playing) => openStreams === 0 && seenMs <= before
      for (const [characterId, sessions] of characters) endSessions(characterId, sessions, isIdle)
    },
    close: stopListening,
  }
}

/** Calls back once, when the stream has ended or its reader leaves it. */
function endingWith<Update>(stream: AsyncIterableIterator<Update>, ended: () => void): AsyncIterableIterator<Update> {
  let isOpen = true
  const end = () => {
    if (isOpen) ended()
    isOpen = false
  }
  const over = { done: true, value: undefined } as const
  const ending: AsyncIterableIterator<Update> = {
    next: async () => {
      const result = await stream.next()
      if (result.done === true) end()
      return result
    },
    return: async () => {
      end()
      return (await stream.return?.()) ?? over
    },
    throw: async (error: unknown) => {
      end()
      return (await stream.throw?.(error)) ?? over
    },
    [Symbol.asyncIterator]: () => ending,
  }
  return ending
}
