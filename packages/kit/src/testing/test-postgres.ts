/** Where the test run's Postgres is: global-setup.ts says it, and test files, in processes of their own, read it. */
const VARIABLE = 'WAYSTONE_TEST_POSTGRES'

/** Owns everything in every test database, as a subgraph's role does in its own. */
export const testRole = { name: 'test', password: 'test' } as const

export function announceTestPostgres(superuserUrl: string): void {
  process.env[VARIABLE] = superuserUrl
}

/** The superuser's URL of a database of the run's server. */
export function superuserUrlOf(database: string): string {
  const url = new URL(announced())
  url.pathname = `/${database}`
  return url.href
}

/** The test role's URL of a database of the run's server. */
export function roleUrlOf(database: string): string {
  const url = new URL(superuserUrlOf(database))
  url.username = testRole.name
  url.password = testRole.password
  return url.href
}

function announced(): string {
  const url = process.env[VARIABLE]
  if (url === undefined) {
    throw new Error(
      `Expected a Postgres for tests, which ${VARIABLE} names: name the test *.it.test.ts and run it in vitest's project 'integration'.`,
    )
  }
  return url
}
