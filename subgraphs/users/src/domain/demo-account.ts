/** For trying things out: their passwords are published, in the welcome of `npm start` and by `accessOptions`. */
export const demoAccounts = [
  { username: 'aria', password: 'waystone-demo-1', displayName: 'Aria (demo player)', isAdministrator: false },
  { username: 'bram', password: 'waystone-demo-2', displayName: 'Bram (demo player)', isAdministrator: false },
  { username: 'admin', password: 'waystone-admin-1', displayName: 'Demo administrator', isAdministrator: true },
] as const

/** Those that a page offers to players. */
export const demoPlayers = demoAccounts
  .filter(({ isAdministrator }) => !isAdministrator)
  .map(({ username, password, displayName }) => ({ username, password, displayName }))

export type DemoPlayer = (typeof demoPlayers)[number]
