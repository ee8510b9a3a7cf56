import type { UsersApp } from '@waystone/users'

/** For trying things out, never for production: their passwords stand in the README. */
const demoAccounts = [
  { username: 'aria', password: 'waystone-demo-1', displayName: 'Aria (demo player)', isAdministrator: false },
  { username: 'bram', password: 'waystone-demo-2', displayName: 'Bram (demo player)', isAdministrator: false },
  { username: 'admin', password: 'waystone-admin-1', displayName: 'Demo administrator', isAdministrator: true },
]

/** Two demo players and an administrator. A second run changes nothing. */
export async function seed({ services }: UsersApp): Promise<void> {
  for (const { username, password, displayName, isAdministrator } of demoAccounts) {
    const made = await services.signUp({
      input: { username, password, displayName, email: `${username}@example.com` },
      client: { remoteAddress: '127.0.0.1', userAgent: 'seed' },
    })
    if ('__typename' in made) {
      if (made.__typename === 'UsernameTaken') continue
      throw new Error(`The demo account "${username}": ${made.message}`)
    }
    if (isAdministrator) await services.makeAdministrator(made.session.userId)
    // What the sign-up began is nobody's.
    await services.endSessions({ sessionId: made.session.id, userId: null })
  }
}
