import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { listRevocations } from '@waystone/events'
import { newSecretSchedule, readSecretsFile, secretsFileText } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { createHttpServiceClient } from '@waystone/kit/service-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { internalSecret, startOverHttp, type OverHttp } from './over-http.js'

const FIRST_LIGHT = '62de89d3-e8da-4ddb-bb2b-9bde53551fe7'
const root = fileURLToPath(new URL('../..', import.meta.url))
const directory = mkdtempSync(path.join(tmpdir(), 'waystone-rotation-'))
const file = path.join(directory, 'internal-secrets.json')
const logger = createLogger({ name: 'test', level: 'silent' })

let system: OverHttp
let database: Database
beforeAll(async () => {
  writeFileSync(file, secretsFileText(newSecretSchedule(internalSecret, new Date())), { mode: 0o600 })
  system = await startOverHttp({ settings: { INTERNAL_SECRETS_FILE: file } })
  database = createDatabase({ url: system.databaseUrl('users'), maxConnections: 1, applicationName: 'test', logger })
})
afterAll(async () => {
  await database.close()
  await system.close()
  rmSync(directory, { recursive: true })
})

/** The command as `npx waystone keys` starts it. */
const keys = async (...args: string[]): Promise<string> => {
  const env = {
    ...process.env,
    DATABASE_URL: system.databaseUrl('users'),
    BETTER_AUTH_SECRET: internalSecret,
    INTERNAL_SECRETS_FILE: file,
  }
  const command = ['subgraphs/users/dist/keys.js', ...args]
  return (await promisify(execFile)(process.execPath, command, { cwd: root, env })).stdout
}

interface Signed {
  readonly accessToken: string
  readonly refreshToken: string
}
const AUTH = '... on AuthSession { accessToken refreshToken }'
const keyIdOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid

/** A player who goes on asking until told to stop: reads, new tokens, and pulls, for which services call each other. */
async function play(isOver: () => boolean) {
  const name = `p${randomUUID().slice(0, 8)}`
  const input = `{ username: "${name}", email: "${name}@example.com", password: "a long password" }`
  const { data } = await system.ask(`mutation { signUp(input: ${input}) { ${AUTH} } }`)
  let signed = (data as { signUp: Signed }).signUp
  const first = signed.accessToken
  const failures: unknown[] = []
  const keyIds = new Set<string>()
  let requests = 0
  const ask = async (source: string, token: string) => {
    requests += 1
    const answer = await system.ask(source, { token })
    if (answer.status !== 200 || answer.errors !== undefined) failures.push(answer)
    return answer.data as Record<string, unknown>
  }
  for (let round = 0; !isOver(); round += 1) {
    await ask('{ me { username wallet { diamonds } } }', signed.accessToken)
    // The token from before the rotation stays good.
    await ask('{ me { username } }', first)
    const pull = `pull(input: { bannerId: "${FIRST_LIGHT}", count: 1, idempotencyKey: "${randomUUID()}" })`
    await ask(`mutation { ${pull} { __typename } }`, signed.accessToken)
    if (round % 5 !== 0) continue
    const refreshed = await ask(
      `mutation { refreshSession(refreshToken: "${signed.refreshToken}") { __typename ${AUTH} } }`,
      signed.accessToken,
    )
    signed = refreshed['refreshSession'] as Signed
    keyIds.add(keyIdOf(signed.accessToken))
  }
  return { failures, requests, keyIds, first, last: signed.accessToken }
}

const callAs = async (secret: string) => {
  const services = createHttpServiceClient({
    self: 'gacha',
    secret,
    instances: { users: [system.subgraphUrl('users')] },
    logger,
  })
  try {
    return await services.call(listRevocations, { sinceMs: 0 }).then(() => 'answered', String)
  } finally {
    await services.close()
  }
}

test('a rotation of all keys under load fails no request, and what is old is refused in the end', async () => {
  let isOver = false
  const players = Array.from({ length: 4 }, () => play(() => isOver))
  const said = await keys('rotate', '--ahead', '15')
  expect(said).toMatch(/A new key for access tokens is published[\s\S]*A new secret of services is accepted/)
  expect(said.match(/PUBLISHED/g)).toHaveLength(2)
  expect(said).not.toContain(internalSecret)
  expect(await keys('rotate', '--ahead', '15')).toMatch(/published already[\s\S]*accepted already/)
  const [old, next] = readSecretsFile(file)
  if (old === undefined || next === undefined) throw new Error('There are two secrets')
  await expect.poll(() => new Date() > new Date(next.signsFrom.getTime() + 3_000), { timeout: 40_000 }).toBe(true)
  isOver = true
  const played = await Promise.all(players)

  expect(played.flatMap(({ failures }) => failures)).toEqual([])
  expect(played.reduce((sum, { requests }) => sum + requests, 0)).toBeGreaterThan(100)
  for (const { keyIds } of played) expect(keyIds.size).toBeGreaterThanOrEqual(2)
  expect([await callAs(old.secret), await callAs(next.secret)]).toEqual(['answered', 'answered'])

  // As it stands when the longest token has expired.
  await database.primary.query(
    `UPDATE jwks SET expires_at = now() - interval '16 minutes' WHERE expires_at IS NOT NULL`,
  )
  writeFileSync(file, secretsFileText(readSecretsFile(file).filter(({ secret }) => secret !== old.secret)))
  await expect.poll(() => callAs(old.secret), { timeout: 5_000 }).toContain('401')
  expect(await callAs(next.secret)).toBe('answered')
  const last = played[0]?.last ?? ''
  expect((await system.ask('{ me { username } }', { token: last })).errors).toBeUndefined()
}, 240_000)
