import type { RevocationList, Viewer } from '@waystone/kit/auth'
import type { Clock } from '@waystone/kit/clock'
import { isForwarding, parseUuid, type TakeEvent } from '@waystone/kit/graphql'

/** Which sessions play the characters that are in the world of this process. */
export interface Presence {
  /** Called after a command that the world has applied. */
  played(characterId: string, viewer: Viewer): void
  /** Hands the stream on; its character is played for as long as it is open. */
  whileOpen<Update>(
    stream: AsyncIterableIterator<Update>,
    played: { readonly characterId: string; readonly viewer: Viewer },
  ): AsyncIterableIterator<Update>
  /** True for a character that a session plays here which was not revoked. */
  isPlayed(characterId: string): boolean
  /** Forgets sessions that have not played for the idle time. */
  forgetIdle(): void
  close(): void
}

/** A session that plays a character. */
interface Playing {
  readonly viewer: Viewer
  readonly seenMs: number
  readonly openStreams: number
}

/**
 * Has a character leave the world when the last session that plays it was revoked: by a sign-out, a ban or a
 * deletion of the account. Sessions are those that this process has heard of: `leave` is to ask the others.
 * Characters whose clients have vanished are the affair of the process that runs their map; see IdleCharacters.
 */
export function createPresence(options: {
  readonly clock: Clock
  readonly revocations: RevocationList
  readonly idleMs: number
  /** Called with characters that no session plays here any more, in or out of the world. */
  readonly leave: (characterIds: readonly string[]) => void
}): Presence {
  const { clock, revocations, idleMs, leave } = options
  const characters = new Map<string, Map<string, Playing>>()

  const note = (characterId: string, viewer: Viewer, streams: -1 | 0 | 1) => {
    const sessions = characters.get(characterId) ?? new Map<string, Playing>()
    characters.set(characterId, sessions)
    const openStreams = (sessions.get(viewer.sessionId)?.openStreams ?? 0) + streams
    sessions.set(viewer.sessionId, { viewer, seenMs: clock.now().getTime(), openStreams: Math.max(0, openStreams) })
    // The command, or the stream, was under way while its session was revoked.
    if (revocations.isRevoked(viewer) && endRevoked(characterId, sessions)) leave([characterId])
  }
  /** @returns true when none is left */
  const endRevoked = (characterId: string, sessions: Map<string, Playing>): boolean => {
    for (const [sessionId, playing] of sessions) if (isRevoked(playing)) sessions.delete(sessionId)
    return sessions.size === 0 && characters.delete(characterId)
  }
  const isRevoked = ({ viewer }: Playing): boolean => revocations.isRevoked(viewer)
  const stopListening = revocations.onNews(() => {
    const ended = [...characters].flatMap(([id, sessions]) => (endRevoked(id, sessions) ? [id] : []))
    if (ended.length > 0) leave(ended)
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
    isPlayed: characterId => [...(characters.get(characterId)?.values() ?? [])].some(one => !isRevoked(one)),
    forgetIdle: () => {
      const before = clock.now().getTime() - idleMs
      for (const [characterId, sessions] of characters) {
        for (const [sessionId, { openStreams, seenMs }] of sessions)
          if (openStreams === 0 && seenMs <= before) sessions.delete(sessionId)
        if (sessions.size === 0) characters.delete(characterId)
      }
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
    ...(isForwarding(stream) && {
      forward: async (take: TakeEvent<Update>) => {
        try {
          await stream.forward(take)
        } finally {
          end()
        }
      },
    }),
    [Symbol.asyncIterator]: () => ending,
  }
  return ending
}
