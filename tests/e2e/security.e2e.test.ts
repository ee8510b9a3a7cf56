import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, eventually } from './client.js'
import { aPlayer, type Player } from './players.js'
import { startWaystone, type Waystone } from './waystone.js'

const SUBGRAPHS = ['users', 'characters', 'quests', 'gacha', 'social', 'notifications'] as const

/** Every private field of a user, through one query. */
const PRIVATE = `
  email wallet { gold } sessions { id } ledger { totalCount } rewardClaims { totalCount }
  questProgress { id } questCompletions { totalCount } events { totalCount }
  inventory { totalCount } pulls { totalCount } fairness { nextNonce }`

describe('distributed Waystone', () => {
  let waystone: Waystone
  let player: Player
  let other: Player
  beforeAll(async () => {
    waystone = await startWaystone('distributed')
    player = await aPlayer(waystone.url)
    other = await aPlayer(waystone.url)
  })
  afterAll(() => waystone.close())

  const places = () => [waystone.url, ...SUBGRAPHS.map(name => waystone.subgraphUrl(name))]
  /** The answers of the gateway and of each subgraph to a token. */
  const answers = (token: string) =>
    Promise.all(
      places().map(url =>
        clientOf(url, token)
          .send('{ __typename }')
          .then(answer => ({ status: answer.status, code: answer.errors?.[0]?.extensions?.['code'] })),
      ),
    )
  const everywhere = (answer: { status: number; code: string | undefined }) => places().map(() => answer)
  const refusedEverywhere = () => everywhere({ status: 401, code: 'UNAUTHENTICATED' })

  it('accepts its own token everywhere', async () => {
    expect(await answers(player.accessToken)).toEqual(everywhere({ status: 200, code: undefined }))
  })

  it('refuses a token signed by another key, everywhere', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const { kid } = JSON.parse(Buffer.from(player.accessToken.split('.')[0] ?? '', 'base64url').toString()) as {
      kid: string
    }
    const claims = JSON.parse(Buffer.from(player.accessToken.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >
    const forged = await new SignJWT({ ...claims, scopes: ['admin'] })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .sign(privateKey)
    const withKey = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', jwk: await exportJWK(publicKey) })
      .sign(privateKey)
    expect(await answers(forged)).toEqual(refusedEverywhere())
    expect(await answers(withKey)).toEqual(refusedEverywhere())
  })

  it('refuses an unsigned token, everywhere', async () => {
    const unsigned = new UnsecuredJWT({ sid: player.sessionId, scopes: ['admin'] })
      .setSubject(player.id)
      .setIssuer('waystone')
      .setAudience('waystone')
      .setIssuedAt()
      .setExpirationTime('1h')
      .encode()
    expect(await answers(unsigned)).toEqual(refusedEverywhere())
  })

  it('refuses a stolen token of a revoked session, everywhere', async () => {
    const thief = await aPlayer(waystone.url)
    expect(await thief.client.data('mutation ($id: ID!) { revokeSession(id: $id) }', { id: thief.sessionId })).toEqual({
      revokeSession: true,
    })
    await eventually(
      () => answers(thief.accessToken),
      all => all.every(answer => answer.status === 401),
    )
  })

  it('answers a repeated refresh of one client again, and revokes the session whose token another client uses', async () => {
    const victim = await aPlayer(waystone.url)
    const refresh = (token: string, userAgent?: string) =>
      clientOf(waystone.url, undefined, userAgent).data<{
        refreshSession: { __typename: string; refreshToken?: string; accessToken?: string }
      }>(
        'mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename ... on AuthSession { refreshToken accessToken } } }',
        { token },
      )
    const { refreshSession: next } = await refresh(victim.refreshToken)
    expect(next.__typename).toBe('AuthSession')
    expect((await refresh(victim.refreshToken)).refreshSession).toEqual(next)
    expect((await refresh(victim.refreshToken, 'a thief')).refreshSession.__typename).toBe('SessionExpired')
    expect((await refresh(next.refreshToken ?? '')).refreshSession.__typename).toBe('SessionExpired')
    await eventually(
      () => answers(next.accessToken ?? ''),
      all => all.every(answer => answer.status === 401),
    )
  })

  it('shows nobody what is private of another user', async () => {
    const ask = (as: Player | null) =>
      clientOf(waystone.url, as?.accessToken).data<{ user: Record<string, unknown> }>(
        `query ($id: ID!) { user(id: $id) { username ${PRIVATE} } }`,
        { id: player.id },
      )
    const nothing = Object.fromEntries(
      [
        'email',
        'wallet',
        'sessions',
        'ledger',
        'rewardClaims',
        'questProgress',
        'questCompletions',
        'events',
        'inventory',
        'pulls',
        'fairness',
      ].map(field => [field, null]),
    )
    expect((await ask(null)).user).toEqual({ username: player.name, ...nothing })
    expect((await ask(other)).user).toEqual({ username: player.name, ...nothing })
    const own = (await ask(player)).user
    for (const field of Object.keys(nothing)) expect(own[field], field).not.toBeNull()
  })

  it("gives nobody hold of what is another user's", async () => {
    const { createCharacter } = await player.client.data<{ createCharacter: { id: string } }>(
      'mutation ($name: String!) { createCharacter(input: { name: $name, class: THIEF }) { ... on Character { id } } }',
      { name: player.name },
    )
    const name = (query: string) =>
      other.client.data<Record<string, { __typename: string }>>(query, { id: createCharacter.id })
    expect((await name('mutation ($id: ID!) { deleteCharacter(id: $id) { __typename } }'))['deleteCharacter']).toEqual({
      __typename: 'CharacterNotFound',
    })
    expect(
      (await name('mutation ($id: ID!) { restoreCharacter(id: $id) { __typename } }'))['restoreCharacter'],
    ).toEqual({ __typename: 'CharacterNotFound' })
    expect((await name('mutation ($id: ID!) { leaveWorld(characterId: $id) { __typename } }'))['leaveWorld']).toEqual({
      __typename: 'CharacterNotFound',
    })
    expect(await other.client.data('query ($id: ID!) { session(id: $id) { id } }', { id: player.sessionId })).toEqual({
      session: null,
    })
    await other.client.send('mutation ($id: ID!) { revokeSession(id: $id) }', { id: player.sessionId })
    expect((await player.client.send('{ me { id } }')).status).toBe(200)
  })

  it('lets only administrators publish, ban, and look up by e-mail', async () => {
    const tries = [
      [
        'mutation { publishQuest(input: { name: "x", description: "x", objectives: [], rewards: [] }) { __typename } }',
        'publishQuest',
      ],
      ['mutation { publishBanner(definition: {}) { __typename } }', 'publishBanner'],
      [`mutation { setUserStatus(userId: "${player.id}", status: BANNED) { id } }`, 'setUserStatus'],
      [`{ userByEmail(email: "${player.name}@example.com") { id } }`, 'userByEmail'],
    ] as const
    for (const [query, field] of tries) {
      for (const url of places()) {
        const answer = await clientOf(url, other.accessToken).send<Record<string, unknown>>(query)
        expect(answer.data?.[field] ?? null, `${field} at ${url}`).toBeNull()
        expect(answer.errors?.length, `${field} at ${url}`).toBeGreaterThan(0)
      }
    }
    expect((await player.client.send('{ me { id } }')).status).toBe(200)
  })

  it('closes the doors between services to strangers', async () => {
    for (const [name, operation] of [
      ['users', 'reserve-price'],
      ['users', 'release-reservation'],
      ['users', 'list-revocations'],
      ['gacha', 'find-unknown-items'],
    ] as const) {
      const call = (headers: Record<string, string>) =>
        fetch(`${waystone.subgraphUrl(name)}/internal/${operation}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({
            pullId: randomUUID(),
            userId: player.id,
            currency: 'DIAMOND',
            amount: 1,
            sinceMs: 0,
            itemIds: [],
          }),
        })
      const forged = new UnsecuredJWT({})
        .setIssuer('gacha')
        .setAudience(name)
        .setIssuedAt()
        .setExpirationTime('30s')
        .encode()
      expect((await call({})).status).toBe(401)
      expect((await call({ authorization: `Bearer ${forged}` })).status).toBe(401)
      expect((await call({ authorization: `Bearer ${player.accessToken}` })).status).toBe(401)
    }
    expect((await fetch(`${waystone.url}/internal/reserve-price`, { method: 'POST' })).status).toBe(404)
  })

  it('answers the rest of an operation whose other part is refused', async () => {
    const answer = await clientOf(waystone.url).send<Record<string, unknown>>(
      `{ currencyPacks { id } session(id: "${player.sessionId}") { id } }`,
    )
    expect(answer.data?.['session']).toBeNull()
    expect(answer.data?.['currencyPacks']).not.toHaveLength(0)
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: ['session'],
        extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) as unknown,
      }),
    ])
  })
})
