import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, startUsers, type Player, type TestApp } from './users-app.js'

let users: TestApp
beforeAll(async () => {
  users = await startUsers()
})
afterAll(() => users.close())

interface Page {
  readonly entries: readonly { readonly kind: string }[]
  readonly endCursor: string | null
}
const pageOf = async (player: Player, first: number, after: string | null) => {
  const question =
    'query ($first: Int, $after: String) { me { accountExport(first: $first, after: $after) { entries endCursor } } }'
  const { data } = await users.ask(player, question, { first, after })
  return (data as { me: { accountExport: Page } }).me.accountExport
}

test('neither the entries nor the cursors of an export show a hash, a token or a password', async () => {
  const player = await users.aPlayer()
  for (const network of [1, 2, 3]) await users.signIn(player.username, PASSWORD, { address: `10.14.${network}.1` })
  const pages: Page[] = []
  for (let after: string | null = null; pages.length === 0 || after !== null; after = pages.at(-1)?.endCursor ?? null)
    pages.push(await pageOf(player, 1, after))
  const entries = pages.flatMap(page => page.entries)
  expect(entries.filter(({ kind }) => kind === 'known_network')).toHaveLength(4)
  // Page by page it is what one page has.
  expect(entries).toEqual((await pageOf(player, 1_000, null)).entries)

  const secrets = await users.rows<{ secret: string }>(
    `select encode(network_hash, 'hex') as secret from known_network where user_id = $1
     union all select token from session where user_id = $1
     union all select encode(r.token_hash, 'hex') from refresh_token r join session s on s.id = r.session_id where s.user_id = $1
     union all select password from account where user_id = $1`,
    [player.userId],
  )
  expect(secrets.length).toBeGreaterThan(10)
  const shown = pages.map(
    ({ entries: [entry], endCursor }) => JSON.stringify(entry) + Buffer.from(endCursor ?? '', 'base64url').toString(),
  )
  for (const { secret } of secrets) expect(shown.join('\n')).not.toContain(secret)
})
