import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { createLogger } from '../logger/index.js'
import { manualClock } from '../testing/manual-clock.js'
import { createExchangeVerifier, createRevocationList, type Viewer } from './index.js'

const MINUTE_MS = 60_000
const logger = createLogger({ name: 'test', level: 'silent' })
const headers = (all: Record<string, string>) => new Map(Object.entries(all))

const lab = (origins: readonly string[] = []) => {
  const clock = manualClock('2026-11-29T12:00:00Z')
  const revocations = createRevocationList(clock)
  const asked: string[] = []
  let isAway = false
  const living = new Map<string, Viewer>()
  const verifier = createExchangeVerifier({
    exchange: async credential => {
      asked.push(credential)
      if (isAway) throw new Error('away')
      return living.get(credential) ?? null
    },
    cookie: { name: 'app.session', origins },
    revocations,
    logger,
    clock,
  })
  const issuedAtMs = clock.now().getTime()
  const signedIn = (token: string): Viewer => {
    const viewer = {
      userId: randomUUID(),
      sessionId: randomUUID(),
      scopes: [],
      issuedAtMs,
      expiresAtMs: issuedAtMs + 24 * 60 * MINUTE_MS,
    }
    living.set(token, viewer)
    return viewer
  }
  return { clock, revocations, asked, living, verifier, signedIn, away: (is: boolean) => (isAway = is) }
}

it('asks once for a credential that many requests bring, and again every five minutes', async () => {
  const { verifier, asked, signedIn, clock } = lab()
  const viewer = signedIn('token')
  const answers = await Promise.all([verifier.viewerOf('Bearer token'), verifier.viewerOf('Bearer token')])
  expect(answers).toEqual([viewer, viewer])
  expect(verifier.viewerOf('Bearer token')).toBe(viewer)
  expect(asked).toEqual(['token'])
  clock.advance(5 * MINUTE_MS)
  await verifier.viewerOf('Bearer token')
  expect(asked).toHaveLength(2)
})

it('refuses what signs no one in, at the price of one question a second', async () => {
  const { verifier, asked, signedIn, clock } = lab()
  await expect(verifier.viewerOf('Bearer none')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  expect(() => verifier.viewerOf('Bearer none')).toThrow('The session has ended')
  expect(asked).toHaveLength(1)
  clock.advance(1_000)
  const viewer = signedIn('none')
  expect(await verifier.viewerOf('Bearer none')).toBe(viewer)
})

it.each(['Basic none', 'Bearer', 'Bearer two words', `Bearer ${'x'.repeat(8_193)}`])(
  'asks nothing for %.20s',
  async header => {
    const { verifier, asked } = lab()
    await expect(verifier.viewerOf(header)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(asked).toEqual([])
  },
)

it('refuses a revoked session at once, unless the application goes on with it', async () => {
  const { verifier, living, signedIn, revocations, clock } = lab()
  const { sessionId } = signedIn('token')
  await verifier.viewerOf('Bearer token')
  revocations.add([{ sessionId, userId: null, revokedAtMs: clock.now().getTime() }])
  await expect(verifier.viewerOf('Bearer token')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  clock.advance(1_000)
  living.delete('token')
  const again = signedIn('token')
  expect(await verifier.viewerOf('Bearer token')).toBe(again)
})

it('goes on for a quarter of an hour with those whom it knows while nobody answers', async () => {
  const { verifier, signedIn, clock, away } = lab()
  const viewer = signedIn('token')
  await verifier.viewerOf('Bearer token')
  away(true)
  clock.advance(14 * MINUTE_MS)
  expect(await verifier.viewerOf('Bearer token')).toBe(viewer)
  await expect(verifier.viewerOf('Bearer other')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  clock.advance(2 * MINUTE_MS)
  await expect(verifier.viewerOf('Bearer token')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
})

it('asks again for viewers who stay connected without sending anything', async () => {
  const { verifier, signedIn, asked, clock } = lab()
  signedIn('token')
  const viewer = await verifier.viewerOf('Bearer token')
  if (viewer === null) throw new Error('nobody')
  verifier.renew(viewer)
  expect(asked).toHaveLength(1)
  clock.advance(5 * MINUTE_MS)
  verifier.renew(viewer)
  expect(asked).toHaveLength(2)
})

it('takes the session cookie where there is no Authorization header', () => {
  const { authorizationOf } = lab().verifier
  expect(authorizationOf(headers({}))).toBeUndefined()
  expect(authorizationOf(headers({ cookie: 'theme=dark; other.session=1' }))).toBeUndefined()
  expect(authorizationOf(headers({ cookie: 'theme=dark; app.session=a%2Bb%3D' }))).toBe('Bearer a+b=')
  expect(authorizationOf(headers({ cookie: '__Secure-app.session=secure; app.session=plain' }))).toBe('Bearer secure')
  expect(authorizationOf(headers({ cookie: 'app.session=%' }))).toBe('Bearer %')
  expect(authorizationOf(headers({ cookie: 'app.session=one', authorization: 'Bearer two' }))).toBe('Bearer two')
})

it('takes the session cookie only of pages of its own host and of allowed origins', () => {
  const { authorizationOf } = lab(['https://play.example']).verifier
  const cookie = 'app.session=one'
  const host = 'api.example'
  const taken = [
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://api.example' },
    { origin: 'https://play.example', 'sec-fetch-site': 'same-site' },
  ]
  const left = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'https://api.example.evil' },
    { origin: 'null' },
  ]
  const of = (more: Record<string, string>) => authorizationOf(headers({ cookie, host, ...more }))
  expect(taken.map(of)).toEqual(taken.map(() => 'Bearer one'))
  expect(left.map(of)).toEqual(left.map(() => undefined))
})
