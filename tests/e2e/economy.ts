import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { clientOf, type Client } from './client.js'
import { password, type Player } from './players.js'

/** A request of the API that a test of pages prepares with, or asks about afterwards. */

export interface BannerSeen {
  readonly id: string
  readonly name: string
  readonly definition: Record<string, unknown>
}

export async function bannerNamed(client: Client, name: string): Promise<BannerSeen> {
  const { banners } = await client.data<{ banners: readonly BannerSeen[] }>('{ banners { id name definition } }')
  const found = banners.find(banner => banner.name === name)
  if (found === undefined) throw new Error(`Expected a banner named ${name}`)
  return found
}

export async function buy({ client }: Player, packId: string): Promise<void> {
  const input = { packId, paymentMethod: 'pm_ok', idempotencyKey: randomUUID() }
  const { buyCurrency } = await client.data<{ buyCurrency: { status?: string } }>(
    'mutation ($input: BuyCurrencyInput!) { buyCurrency(input: $input) { ... on Purchase { status } } }',
    { input },
  )
  expect(buyCurrency.status).toBe('COMPLETED')
}

export async function pull({ client }: Player, bannerId: string, count: 1 | 10): Promise<void> {
  const input = { bannerId, count, idempotencyKey: randomUUID() }
  const answer = await client.data<{ pull: { __typename: string } }>(
    'mutation ($input: PullInput!) { pull(input: $input) { __typename } }',
    { input },
  )
  expect(answer.pull.__typename).toBe('Pull')
}

interface Holdings {
  readonly pulls: number
  readonly purchases: readonly string[]
  readonly diamonds: number
}

export async function holdingsOf({ client }: Player): Promise<Holdings> {
  const { me } = await client.data<{
    me: {
      pulls: { totalCount: number }
      purchases: { edges: readonly { node: { status: string } }[] }
      wallet: { diamonds: number }
    }
  }>('{ me { pulls { totalCount } purchases { edges { node { status } } } wallet { diamonds } } }')
  return {
    pulls: me.pulls.totalCount,
    purchases: me.purchases.edges.map(({ node }) => node.status),
    diamonds: me.wallet.diamonds,
  }
}

/** The administrator of the demo accounts. */
export async function administratorOf(url: string): Promise<Client> {
  const { signIn } = await clientOf(url).data<{ signIn: { accessToken: string } }>(
    'mutation { signIn(input: { usernameOrEmail: "admin", password: "waystone-admin-1" }) { ... on AuthSession { accessToken } } }',
  )
  return clientOf(url, signIn.accessToken)
}

/** Publishes a banner, or a new version of one. @returns its id */
export async function publish(admin: Client, definition: object, id?: string): Promise<string> {
  const { publishBanner } = await admin.data<{ publishBanner: { id?: string; message?: string } }>(
    'mutation ($id: ID, $definition: JSON!) { publishBanner(id: $id, definition: $definition) { ... on Banner { id } ... on InvalidInput { message } } }',
    { id, definition },
  )
  if (publishBanner.id === undefined) throw new Error(publishBanner.message)
  return publishBanner.id
}

/** Runs the operators' command over all pulls of a player, on the same gateway; its answer is what it prints. */
export async function verifyPullsOf({ accessToken }: Player, url: string): Promise<unknown> {
  const command = path.join(import.meta.dirname, '../../subgraphs/gacha/dist/verify-pull.js')
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--json', '--from', `${url}/graphql`], {
    env: { ...process.env, ACCESS_TOKEN: accessToken },
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(stdout)
}

/** A refresh token counts once: each context of a browser has a session of its own. */
export async function anotherSession(
  { client, name }: Pick<Player, 'client' | 'name'>,
  secret = password,
): Promise<{ refreshToken: string }> {
  const { signIn } = await client.data<{ signIn: { refreshToken: string } }>(
    'mutation ($name: String!, $password: String!) { signIn(input: { usernameOrEmail: $name, password: $password }) { ... on AuthSession { refreshToken } } }',
    { name, password: secret },
  )
  return signIn
}

/** A session of the administrator of the demo accounts. */
export const administratorSession = (url: string): Promise<{ refreshToken: string }> =>
  anotherSession({ client: clientOf(url), name: 'admin' }, 'waystone-admin-1')
