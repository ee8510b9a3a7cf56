import type { UsersApp } from '@waystone/users'

/** For trying things out, never for production: their passwords stand in the README. */
const demoAccounts = [
  { username: 'aria', password: 'waystone-demo-1', displayName: 'Aria (demo player)', isAdministrator: false },
  { username: 'bram', password: 'waystone-demo-2', displayName: 'Bram (demo player)', isAdministrator: false },
  { username: 'admin', password: 'waystone-admin-1', displayName: 'Demo administrator', isAdministrator: true },
]

/** Two demo players and an administrator, where Waystone makes the accounts. A second run changes nothing. */
export async function seed({ services }: UsersApp): Promise<void> {
  if (!services.makesAccounts) return
  for (const { username, password, displayName, isAdministrator } of demoAccounts) {
    const email = `${username}@example.com`
    const made = await services.signUp({
      input: { username, password, displayName, email },
      client: { remoteAddress: '127.0.0.1', userAgent: 'seed' },
    })
    if (!('__typename' in made)) {
      // What the sign-up began is nobody's.
      await services.endSessions({ sessionId: made.session.id, userId: null })
    } else if (made.__typename !== 'UsernameTaken') {
      throw new Error(`The demo account "${username}": ${made.message}`)
    }
    // Also for one made before: a first run may have died between the two.
    if (isAdministrator) await services.makeAdministrator({ username, email })
  }
}
