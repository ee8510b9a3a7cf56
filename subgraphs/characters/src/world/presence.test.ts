import { createRevocationList, type Viewer } from '@waystone/kit/auth'
import { manualClock } from '@waystone/kit/testing'
import { expect, test } from 'vitest'
import { createPresence } from './presence.js'

const CHARACTER = '0f0f0f0f-1111-4222-8333-444455556666'
const IDLE_MS = 60_000

function lab() {
  const clock = manualClock('2026-11-21T08:00:00Z')
  const revocations = createRevocationList(clock)
  const left: string[] = []
  const presence = createPresence({ clock, revocations, idleMs: IDLE_MS, leave: ids => left.push(...ids) })
  const session = (sessionId: string): Viewer => ({
    userId: 'user',
    sessionId,
    scopes: [],
    issuedAtMs: clock.now().getTime(),
    expiresAtMs: clock.now().getTime() + 900_000,
  })
  const revoke = (sessionId: string) =>
    revocations.add([{ sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
  return { clock, presence, left, session, revoke }
}
async function* updates() {
  yield 1
  yield 2
}

test('a character that two sessions play leaves with the last of them', () => {
  const { presence, left, session, revoke } = lab()
  presence.played(CHARACTER, session('phone'))
  presence.played(CHARACTER.toUpperCase(), session('computer'))
  revoke('phone')
  expect(left).toEqual([])
  revoke('computer')
  expect(left).toEqual([CHARACTER])
})

test('a character is played here until the last session that plays it is revoked', () => {
  const { presence, session, revoke } = lab()
  expect(presence.isPlayed(CHARACTER)).toBe(false)
  presence.played(CHARACTER, session('phone'))
  presence.played(CHARACTER, session('computer'))
  revoke('phone')
  expect(presence.isPlayed(CHARACTER)).toBe(true)
  revoke('computer')
  expect(presence.isPlayed(CHARACTER)).toBe(false)
})

test('a session that was revoked while its command was under way ends at once', () => {
  const { presence, left, session, revoke } = lab()
  const viewer = session('phone')
  revoke('phone')
  presence.played(CHARACTER, viewer)
  expect(left).toEqual([CHARACTER])
})

test('a stream that ends, is left or fails is open no more, and counts once', async () => {
  const { clock, presence, left, session, revoke } = lab()
  const viewer = session('phone')
  const open = () => presence.whileOpen(updates(), { characterId: CHARACTER, viewer })
  const [read, abandoned, kept] = [open(), open(), open()]
  for await (const update of read) expect(update).toBeGreaterThan(0)
  await read.return?.()
  await abandoned.return?.()
  await abandoned.return?.()
  clock.advance(IDLE_MS)
  // One is open: the session is not forgotten, and plays on with a second one.
  presence.forgetIdle()
  presence.played(CHARACTER, session('computer'))
  revoke('computer')
  expect(left).toEqual([])
  await kept.throw?.(new Error('gone')).catch(() => {})
  clock.advance(IDLE_MS)
  presence.forgetIdle()
  revoke('phone')
  expect(left).toEqual([])
})

test('nothing is known of what is no id, and nothing is heard after the close', () => {
  const { presence, left, session, revoke } = lab()
  presence.played('no id', session('phone'))
  presence.played(CHARACTER, session('phone'))
  presence.close()
  revoke('phone')
  expect(left).toEqual([])
})
