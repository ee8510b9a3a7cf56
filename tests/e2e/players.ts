import { randomUUID } from 'node:crypto'
import { clientOf, type Client } from './client.js'

export interface Player {
  readonly id: string
  readonly name: string
  readonly sessionId: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly client: Client
}

export const password = 'a long enough password'

/** Signs up a player for a test, under a unique name. */
export async function aPlayer(url: string, timeZone = 'UTC'): Promise<Player> {
  const name = `P${randomUUID().replaceAll('-', '').slice(0, 14)}`
  const { signUp } = await clientOf(url).data<{
    signUp: { accessToken: string; refreshToken: string; user: { id: string }; session: { id: string } }
  }>(
    `mutation ($name: String!, $email: EmailAddress!, $password: String!, $timeZone: String) {
      signUp(input: { username: $name, email: $email, password: $password, timeZone: $timeZone }) {
        ... on AuthSession { accessToken refreshToken user { id } session { id } } } }`,
    { name, email: `${name}@example.com`, password, timeZone },
  )
  const { accessToken, refreshToken, user, session } = signUp
  return { id: user.id, name, sessionId: session.id, accessToken, refreshToken, client: clientOf(url, accessToken) }
}
