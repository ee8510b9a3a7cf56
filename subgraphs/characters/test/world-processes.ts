import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Revocation } from '@waystone/kit/auth'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, type Database } from '@waystone/kit/postgres'
import { freePort } from '@waystone/kit/process'
import {
  connectLive,
  createServiceProcess,
  createTestDatabase,
  createTestIssuer,
  startTestRedis,
  type LiveClient,
  type ServiceProcess,
  type TestIssuer,
} from '@waystone/kit/testing'
import { vi } from 'vitest'
import type { Position } from '../src/domain/position.js'

const main = new URL('../src/main.ts', import.meta.url)
export const PATIENT = { timeout: 30_000, interval: 20 }

/** Several processes of the characters service on one database and one Redis. */
export interface WorldProcesses {
  readonly processes: readonly ServiceProcess[]
  readonly database: Database
  /** The process that has a live lease of the map; undefined while there is none. */
  ownerOf(mapId: string): Promise<ServiceProcess | undefined>
  /** Resolves when every map has an owner, and no process has more than its share. */
  untilShared(processes?: readonly ServiceProcess[]): Promise<void>
  /** A player with a character that stands here, and is not in the world. */
  aTraveller(at?: { mapId: string; position: Position }): Promise<Traveller>
  /** Somebody without a character, with these scopes. */
  aDevice(scopes: readonly string[]): Promise<Pick<Traveller, 'ask'>>
  close(): Promise<void>
}

export interface CharacterState {
  readonly online: boolean
  readonly experience: number
  readonly map: { readonly id: string; readonly playersOnline: number }
  readonly position: Position
  readonly stats: { readonly hp: number }
}

export interface Traveller {
  readonly id: string
  readonly userId: string
  /** The command's answer, asked of this process. */
  command(process: ServiceProcess, field: string): Promise<{ __typename: string; tick?: number; reason?: string }>
  /** Its character, as this process says. */
  state(process: ServiceProcess): Promise<CharacterState>
  ask<Data>(process: ServiceProcess, query: string): Promise<Data>
  live(process: ServiceProcess): Promise<LiveClient>
  /** The same player on another device, with a session of its own. */
  onAnotherDevice(): Promise<Traveller>
  /** Signs the device out; all processes hear of it within a second. */
  signOut(): void
}

export async function startWorldProcesses(count: number): Promise<WorldProcesses> {
  const testDatabase = await createTestDatabase({ migrations: 'characters' })
  const logger = createLogger({ name: 'test', level: 'silent' })
  const database = createDatabase({ url: testDatabase.url, maxConnections: 4, applicationName: 'test', logger })
  const redis = await startTestRedis()
  const issuer = await createTestIssuer()
  const revoked: Revocation[] = []
  const users = await serveUsers(issuer, revoked)
  const env = { DATABASE_URL: testDatabase.url, REDIS_URL: redis.url, USERS_URLS: users.url, QUESTS_URLS: users.url }
  const ports = await Promise.all(Array.from({ length: count }, () => freePort()))
  const processes = ports.map(port =>
    createServiceProcess({ name: 'characters', main, port, env: { LOG_LEVEL: 'warn', ...env } }),
  )
  await Promise.all(processes.map(process => process.start()))

  const owners = async () => {
    const { rows } = await database.primary.query<{ map_id: string; url: string }>(
      'SELECT map_id, url FROM map_lease WHERE expires_at > now()',
    )
    return new Map(rows.map(({ map_id, url }) => [map_id, url]))
  }
  const ownerOf = async (mapId: string) => {
    const url = (await owners()).get(mapId)
    return processes.find(process => process.url === url)
  }
  return {
    processes,
    database,
    ownerOf,
    untilShared: async (among = processes) => {
      const isShared = async () => {
        const { rows } = await database.primary.query<{ maps: string }>('SELECT count(*) AS maps FROM map_lease')
        const counts = among.map(() => 0)
        for (const url of (await owners()).values()) {
          const place = among.findIndex(process => process.url === url)
          if (place >= 0) counts[place] = (counts[place] ?? 0) + 1
        }
        const maps = Number(rows[0]?.maps)
        const share = Math.ceil(maps / among.length)
        return maps > 0 && counts.every(held => held <= share) && counts.reduce((sum, held) => sum + held, 0) === maps
      }
      await vi.waitUntil(isShared, PATIENT)
    },
    aTraveller: async at => await aTraveller({ database, issuer, revoked, at, process: processes[0] }),
    aDevice: async scopes => await aDevice({ issuer, scopes, userId: randomUUID(), sessionId: randomUUID() }),
    close: async () => {
      await Promise.all(processes.map(process => process.kill()))
      await database.close()
      await redis.close()
      await testDatabase.close()
      users.close()
    },
  }
}

async function aTraveller(made: {
  database: Database
  issuer: TestIssuer
  revoked: Revocation[]
  at: { mapId: string; position: Position } | undefined
  process: ServiceProcess | undefined
}): Promise<Traveller> {
  const { at, database } = made
  const userId = randomUUID()
  const { ask } = await aDevice({ ...made, userId, sessionId: randomUUID() })
  if (made.process === undefined) throw new Error('There is no process')
  const name = `T${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const { created } = await ask<{ created: { id: string } }>(
    made.process,
    `mutation { created: createCharacter(input: { name: "${name}", class: SWORDSMAN }) { ... on Character { id } } }`,
  )
  const { id } = created
  if (at !== undefined)
    await database.primary.query('UPDATE characters SET map_id = $2, x = $3, y = $4 WHERE id = $1', [
      id,
      at.mapId,
      at.position.x,
      at.position.y,
    ])
  return await travellerOf({ ...made, id, userId, sessionId: randomUUID() })
}

interface Device {
  readonly issuer: TestIssuer
  readonly userId: string
  readonly sessionId: string
  readonly scopes?: readonly string[]
}

async function aDevice({ issuer, scopes, sessionId, userId }: Device) {
  const token = await issuer.token({ userId, sessionId, ...(scopes && { scopes }) })
  const ask = async <Data>(process: ServiceProcess, query: string): Promise<Data> => {
    const response = await fetch(`${process.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    })
    const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown }
    if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
    return data
  }
  return { ask, token }
}

async function travellerOf(
  device: Device & { readonly id: string; readonly revoked: Revocation[] },
): Promise<Traveller> {
  const { id, revoked, sessionId, userId } = device
  const { ask, token } = await aDevice(device)
  return {
    id,
    userId,
    ask,
    command: async (process, field) =>
      (
        await ask<{ result: { __typename: string } }>(
          process,
          `mutation { result: ${field.replace('(', `(characterId: "${id}" `)} {
            __typename ... on CommandAccepted { tick } ... on CommandRejected { reason } } }`,
        )
      ).result,
    state: async process =>
      (
        await ask<{ character: CharacterState }>(
          process,
          `{ character(id: "${id}") { online experience map { id playersOnline } position { x y } stats { hp } } }`,
        )
      ).character,
    live: async process => connectLive(process.url, { token }),
    onAnotherDevice: async () => await travellerOf({ ...device, sessionId: randomUUID() }),
    signOut: () => void revoked.push({ sessionId, userId: null, revokedAtMs: Date.now() }),
  }
}

/** Answers that the characters service wants of users: the keys of tokens, and what was revoked. */
async function serveUsers(
  { keySet }: TestIssuer,
  revoked: readonly Revocation[],
): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'GET' ? keySet : { output: revoked }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
