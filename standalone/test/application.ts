import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createReader, createTestDatabase } from '@waystone/kit/testing'

/** A user who is signed in at the application, with every credential that it issues for the sign-in. */
export interface Member {
  /** Of the application. */
  readonly id: string
  readonly email: string
  /** As the answer to a sign-in has it. */
  readonly token: string
  /** The `name=value` that its browser sends. */
  readonly cookie: string
  jwt(): Promise<string>
  signOut(): Promise<void>
  deleteAccount(): Promise<void>
}

/** A better-auth application that owns the accounts, as a process of its own. */
export interface Application {
  readonly url: string
  readonly secret: string
  /** A role that may only read. */
  readonly readerUrl: string
  /** The settings that have Waystone take its accounts. */
  readonly settings: Readonly<Record<string, string>>
  signUp(name: string): Promise<Member>
  signIn(name: string): Promise<Member>
  /** By an administrator of the application. */
  ban(memberId: string): Promise<void>
  makeAdministrator(memberId: string): Promise<void>
  /** As the owner of its tables. */
  change(statement: string): Promise<void>
  rows<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /** Of everything in its tables. */
  contents(): Promise<unknown>
  close(): Promise<void>
}

const file = fileURLToPath(new URL('../../subgraphs/users/test/better-auth-app.mjs', import.meta.url))
const password = 'a long enough password'
const secret = 'a secret that only the application and Waystone know'

/**
 * @param options.namesSession whether its JWTs name the session that they are of; `jwtPlugin` is the source
 * of that plugin instead
 */
export async function startApplication(
  options: { namesSession?: boolean; uuids?: boolean; jwtPlugin?: string } = {},
): Promise<Application> {
  const database = await createTestDatabase({ migrations: null })
  const child = spawn(process.execPath, [file, JSON.stringify({ databaseUrl: database.url, secret, ...options })], {
    cwd: path.dirname(file),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()))
    child.once('exit', code => reject(new Error(`The application ended with ${code}`)))
  })
  const reader = await createReader(database)
  const call = callerOf(url)

  const enter = async (route: string, body: object): Promise<Member> => {
    const { answer, cookie } = await call(route, { body })
    const { token, user } = answer as { token: string; user: { id: string; email: string } }
    const as = { cookie }
    return {
      id: user.id,
      email: user.email,
      token,
      cookie,
      jwt: async () => ((await call('token', { ...as, method: 'GET' })).answer as { token: string }).token,
      signOut: async () => void (await call('sign-out', { ...as, body: {} })),
      deleteAccount: async () => void (await call('delete-user', { ...as, body: { password } })),
    }
  }
  const signIn = (name: string) => enter('sign-in/username', { username: name, password })
  const rows: Application['rows'] = (text, values = []) => reader.rows(text, values)
  const makeAdministrator = (memberId: string) =>
    reader.asOwner(`UPDATE "user" SET role = 'admin' WHERE id = $1`, [memberId])
  let administrator: Promise<Member> | undefined
  const signUp = (name: string) =>
    enter('sign-up/email', { name, username: name, email: `${name.toLowerCase()}@example.com`, password })

  return {
    url,
    secret,
    readerUrl: reader.url,
    settings: {
      AUTH_MODE: 'external',
      EXTERNAL_DATABASE_URL: reader.url,
      EXTERNAL_AUTH_SECRET: secret,
      EXTERNAL_JWT_ISSUER: url,
    },
    signUp,
    signIn,
    makeAdministrator,
    ban: async memberId => {
      administrator ??= signUp('Warden').then(async member => {
        await makeAdministrator(member.id)
        return member
      })
      const { cookie } = await administrator
      await call('admin/ban-user', { cookie, body: { userId: memberId } })
    },
    rows,
    change: statement => reader.asOwner(statement),
    contents: async () => {
      const tables = ['user', 'session', 'account', 'verification', 'jwks']
      return await Promise.all(tables.map(table => rows(`SELECT t::text FROM "${table}" t ORDER BY 1`)))
    },
    close: async () => {
      child.kill()
      await exited
      await reader.close()
      await database.close()
    },
  }
}

interface Call {
  readonly method?: 'GET' | 'POST'
  readonly cookie?: string
  readonly body?: object
}

const callerOf =
  (url: string) =>
  async (route: string, { method = 'POST', cookie, body }: Call) => {
    const response = await fetch(`${url}/api/auth/${route}`, {
      method,
      headers: { origin: url, 'content-type': 'application/json', ...(cookie !== undefined && { cookie }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`)
    const session = response.headers.getSetCookie().find(one => /session_token=/.test(one)) ?? ''
    return { answer: (await response.json()) as unknown, cookie: session.split(';', 1)[0] ?? '' }
  }
