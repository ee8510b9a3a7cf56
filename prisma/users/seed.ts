import type { UsersApp } from '@waystone/users'
import { demoAccounts } from '@waystone/users/demo-accounts'

export { demoAccounts }

/**
 * Two demo players and an administrator, where Waystone makes the accounts. A second run changes nothing.
 * @throws Error in production, where the published passwords would let any client sign in.
 */
export async function seed(
  { services }: Pick<UsersApp, 'services'>,
  environment: 'development' | 'test' | 'production',
): Promise<void> {
  if (environment === 'production')
    throw new Error(
      'Demo accounts have published passwords and are not made in production; "npx waystone admin" makes administrators',
    )
  if (!services.makesAccounts) return
  for (const { username, password, displayName, isAdministrator } of demoAccounts) {
    const email = `${username}@example.com`
    const made = await services.signUp({
      input: { username, password, displayName, email },
      client: { remoteAddress: '127.0.0.1', userAgent: 'seed' },
      isOfOperators: true,
    })
    if (!('__typename' in made)) {
      // The session of the sign-up has no client, so it is ended.
      await services.endSessions({ sessionId: made.session.id, userId: null })
    } else if (made.__typename !== 'UsernameTaken') {
      throw new Error(`The demo account "${username}": ${made.message}`)
    }
    // Also for one made before: a first run may have died between the two.
    if (!isAdministrator) continue
    const account = await services.findAccount(email)
    // Both are the demo account's own only together: a player may have taken one of them before.
    if (account?.username === username) await services.grantAdministrator({ userId: account.id, actor: 'seed' })
  }
}
