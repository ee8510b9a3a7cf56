import { createLogger } from '@waystone/kit/logger'
import { createDatabase } from '@waystone/kit/postgres'

type Ask = <Data>(source: string, token?: string) => Promise<Data>

/** An administrator sends a player a mail with gold and an item, and the player claims it. */
export async function mailReward(ask: Ask, { token, usersUrl }: { token: string; usersUrl: string }): Promise<void> {
  const admin = await anAdministrator(ask, usersUrl)
  const { me, items } = await ask<{ me: { id: string }; items: readonly { id: string }[] }>(
    '{ me { id } items { id } }',
    token,
  )
  await ask(
    `mutation { sendMail(input: { to: { userIds: ["${me.id}"] }, from: "The team", subject: "Thank you", body: "For playing.",
      attachments: [{ currency: GOLD, amount: 100 }, { itemId: "${items[0]?.id ?? ''}", quantity: 2 }], idempotencyKey: "thanks" }) {
      __typename } }`,
    admin,
  )
  for (;;) {
    const { me: reader } = await ask<{ me: { mail: { edges: readonly { node: { id: string } }[] } } }>(
      '{ me { mail { edges { node { id } } } } }',
      token,
    )
    const [mail] = reader.mail.edges
    if (mail !== undefined)
      return void (await ask(`mutation { claimMail(id: "${mail.node.id}") { __typename } }`, token))
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

async function anAdministrator(ask: Ask, usersUrl: string): Promise<string> {
  await ask(
    'mutation { signUp(input: { username: "postmaster", email: "postmaster@example.com", password: "a long password" }) { __typename } }',
  )
  const logger = createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: usersUrl, maxConnections: 1, applicationName: 'test', logger })
  await database.primary.query(`UPDATE "user" SET role = 'admin' WHERE username = 'postmaster'`)
  await database.close()
  const { signIn } = await ask<{ signIn: { accessToken: string } }>(
    'mutation { signIn(input: { usernameOrEmail: "postmaster", password: "a long password" }) { ... on AuthSession { accessToken } } }',
  )
  return signIn.accessToken
}
