import { randomBytes } from 'node:crypto'
import type { Servers } from '../economy/servers.js'
import type { HouseServer } from '../world/house-server.js'
import type { BenchMap } from '../world/maps.js'
import { CENTER, LEVEL } from '../world/players.js'

/** The demo account that every development set-up has. */
const ADMIN = { usernameOrEmail: 'admin', password: 'waystone-admin-1' }
const PASSWORD = 'a long enough password'

/** Someone who has signed up, and plays one character in the middle of the crowd. */
export interface Watcher {
  /** A refresh token counts once: each visit needs a session of its own. */
  session(): Promise<string>
}

export async function signUpWatcher(house: HouseServer, servers: Servers, map: BenchMap): Promise<Watcher> {
  const name = `W${randomBytes(6).toString('hex')}`
  const { signUp } = await ask<{ signUp: { accessToken: string } }>(
    house.url,
    `mutation ($input: SignUpInput!) { signUp(input: $input) { ... on AuthSession { accessToken } } }`,
    { input: { username: name, email: `${name}@example.com`, password: PASSWORD } },
  )
  const { createCharacter } = await ask<{ createCharacter: { id: string } }>(
    house.url,
    'mutation ($input: CreateCharacterInput!) { createCharacter(input: $input) { ... on Character { id } } }',
    { input: { name, class: 'MAGE', appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 } } },
    signUp.accessToken,
  )
  await servers
    .pool(house.urls.characters)
    .query('update characters set map_id = $1, x = $2, y = $2, level = $3 where id = $4', [
      map.id,
      CENTER,
      LEVEL,
      createCharacter.id,
    ])
  return { session: () => signIn(house.url, { usernameOrEmail: name, password: PASSWORD }) }
}

export const adminSession = (url: string): Promise<string> => signIn(url, ADMIN)

async function signIn(url: string, input: { usernameOrEmail: string; password: string }): Promise<string> {
  const { signIn: session } = await ask<{ signIn: { refreshToken: string } }>(
    url,
    'mutation ($input: SignInInput!) { signIn(input: $input) { ... on AuthSession { refreshToken } } }',
    { input },
  )
  return session.refreshToken
}

/** @throws Error where the answer has errors. */
export async function ask<Data>(url: string, query: string, variables: object, token?: string): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as { data: Data; errors?: readonly { message: string }[] }
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '))
  return data
}
