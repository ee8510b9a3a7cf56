import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'

/** A user of the provider. */
export interface ProviderUser {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

/** The proof that a client has after a sign-in at the provider. */
export interface ProviderSignIn {
  readonly idToken: string
  readonly nonce: string
}

/**
 * A certified OpenID Connect provider, whose users sign in as a game client has them do it: by code and
 * PKCE, without a secret.
 */
export interface IdentityProvider {
  readonly issuer: string
  signIn(user: ProviderUser, options?: { clientId?: string }): Promise<ProviderSignIn>
  close(): Promise<void>
}

export const CLIENT_ID = 'example-game'
const OTHER_CLIENT_ID = 'another-game'
const REDIRECT_URI = 'com.example.game:/signed-in'

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const known = new Map<string, ProviderUser>()
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [CLIENT_ID, OTHER_CLIENT_ID].map(id => ({
      client_id: id,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [REDIRECT_URI],
    })),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
    ttl: { Interaction: 60, Session: 60, Grant: 60, AccessToken: 60, AuthorizationCode: 60, IdToken: 3_600 },
    jwks: { keys: [await signingKey()] },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...known.get(sub), sub }) }),
  })
  const callback = provider.callback()
  /** The pages of a provider, where the user fills in what is asked at once. */
  const interact = async (request: IncomingMessage, response: ServerResponse) => {
    const { params, prompt, session } = await provider.interactionDetails(request, response)
    if (prompt.name === 'login') {
      const accountId = String(params['login_hint'])
      await provider.interactionFinished(request, response, { login: { accountId } })
      return
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) })
    grant.addOIDCScope('openid email profile')
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  }
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') === true) void interact(request, response)
    else void callback(request, response)
  })

  const signIn: IdentityProvider['signIn'] = async (user, { clientId = CLIENT_ID } = {}) => {
    known.set(user.sub, user)
    const [verifier, nonce] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')]
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      scope: 'openid email profile',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      nonce: createHash('sha256').update(nonce).digest('hex'),
      login_hint: user.sub,
    })
    const code = await followToCode(`${issuer}/auth?${query.toString()}`)
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: REDIRECT_URI,
        code,
        code_verifier: verifier,
      }),
    })
    const { id_token: idToken } = (await response.json()) as { id_token?: string }
    if (idToken === undefined) throw new Error(`The provider gave no ID token: ${response.status}`)
    return { idToken, nonce }
  }
  return {
    issuer,
    signIn,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: 'test', alg: 'RS256', use: 'sig' as const }
}

/**
 * Follows the redirects with the provider's cookies, as a browser does, until they lead back into the game.
 */
async function followToCode(start: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  while (url.protocol === 'http:') {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url)
  }
  const code = url.searchParams.get('code')
  if (code === null) throw new Error(`The provider refused: ${url.search}`)
  return code
}
