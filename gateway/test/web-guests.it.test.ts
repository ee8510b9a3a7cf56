import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeSubgraphs, startGateway, startSubgraph, type TestGateway, type TestSubgraph } from './harness.js'

const typeDefs = `
  type Query { hello: String }
  type Mutation { signInAsGuest(input: SignInAsGuestInput!): SignInAsGuestResult! }
  input SignInAsGuestInput { credential: String }
  union SignInAsGuestResult = AuthSession | InvalidCredentials | AccountBanned | TooManyAttempts | SecondFactorRequired
  type InvalidCredentials { message: String! }
  type AccountBanned { message: String! }
  type TooManyAttempts { message: String! }
  type SecondFactorRequired { message: String! }
  type Session { expiresAt: String! }
  type AuthSession { accessToken: String! accessTokenExpiresAt: String! refreshToken: String! session: Session! }
`
const REFUSALS: Readonly<Record<string, string>> = {
  upgraded: 'InvalidCredentials',
  banned: 'AccountBanned',
  busy: 'TooManyAttempts',
  administrator: 'SecondFactorRequired',
}

let subgraph: TestSubgraph
let gateway: TestGateway
beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'users',
    typeDefs,
    resolvers: {
      SignInAsGuestResult: { __resolveType: (each: { __typename: string }) => each.__typename },
      Mutation: {
        signInAsGuest: (_: unknown, { input: { credential } }: { input: { credential: string } }) => {
          if (credential === 'broken') throw new Error('users cannot be asked')
          const refusal = REFUSALS[credential]
          if (refusal !== undefined) return { __typename: refusal, message: 'No' }
          return {
            __typename: 'AuthSession',
            accessToken: `access-of-${credential}`,
            accessTokenExpiresAt: '2026-11-29T12:15:00.000Z',
            refreshToken: `rt-of-${credential}`,
            session: { expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
          }
        },
      },
    },
  })
  gateway = await startGateway({ supergraphSdl: composeSubgraphs([subgraph]), env: { WEB: 'on' } })
})
afterAll(async () => {
  await gateway.close()
  await subgraph.close()
})

const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
async function send(method: 'PUT' | 'POST', options: { body?: object; headers?: Record<string, string> } = {}) {
  const response = await fetch(`${gateway.url}/session/guest`, {
    method,
    headers: { ...OWN_PAGE, ...options.headers },
    body: JSON.stringify(options.body ?? {}),
  })
  const text = await response.text()
  return { status: response.status, cookie: response.headers.get('set-cookie'), text }
}
const resume = (credential: string) => send('POST', { headers: { cookie: `waystone_guest=${credential}` } })
const CLEARED = 'waystone_guest=; Path=/session; HttpOnly; SameSite=Strict; Max-Age=0'

describe('the guest of a page', () => {
  test('leaves its credential in a cookie that no script reads, for as long as browsers keep one', async () => {
    expect(await send('PUT', { body: { credential: 'guest-1' } })).toEqual({
      status: 204,
      cookie: 'waystone_guest=guest-1; Path=/session; HttpOnly; SameSite=Strict; Max-Age=34560000',
      text: '',
    })
  })

  test('comes back by the cookie, with a session that is held as any other', async () => {
    const { status, cookie, text } = await resume('guest-1')
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { accessToken: 'access-of-guest-1', expiresAt: '2026-11-29T12:15:00.000Z' },
    ])
    expect(cookie).toMatch(/^waystone_session=rt-of-guest-1; Path=\/session; HttpOnly; SameSite=Strict; Max-Age=\d+$/)
    expect(text).not.toContain('rt-of')
  })

  test('that is none, or none any more, is answered with no content', async () => {
    expect(await send('POST')).toEqual({ status: 204, cookie: null, text: '' })
    expect(await resume('upgraded')).toEqual({ status: 204, cookie: CLEARED, text: '' })
  })

  test.each([
    ['banned', 403, 'FORBIDDEN'],
    ['busy', 429, 'TOO_MANY_REQUESTS'],
    ['administrator', 403, 'FORBIDDEN'],
    ['broken', 503, 'INTERNAL_SERVER_ERROR'],
  ])('keeps the cookie where it is refused: %s', async (credential, status, code) => {
    const answer = await resume(credential)
    expect([answer.status, answer.cookie]).toEqual([status, null])
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { code } }] })
  })

  test.each([
    ['a page of another origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 400],
  ])('is none of %s', async (_, headers, status) => {
    const cookie = 'waystone_guest=guest-1'
    expect(await send('POST', { headers: { cookie, ...headers } })).toMatchObject({ status, cookie: null })
    expect(await send('PUT', { headers, body: { credential: 'evil' } })).toMatchObject({ status, cookie: null })
  })

  test.each([[{}], [{ credential: 7 }], [{ credential: '' }], [{ credential: 'a; Domain=example.com' }]])(
    'is not kept where the credential is none: %j',
    async body => {
      expect(await send('PUT', { body })).toMatchObject({ status: 400, cookie: null })
    },
  )
})
