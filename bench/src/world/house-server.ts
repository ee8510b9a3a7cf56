import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { freePort } from '@waystone/kit/process'
import { createTokenIssuer } from '../economy/identities.js'
import { databaseEnvironment, SECRETS, type DatabaseUrls, type Servers } from '../economy/servers.js'
import { until } from '../load.js'
import { root, startService } from '../processes.js'
import { writeMaps, type BenchMap } from './maps.js'
import { LEVEL, type BenchPlayer } from './players.js'

/** A directory as production runs it, with the maps of the benchmark in place of Waystone's. */
export interface HouseBuild {
  readonly directory: string
  readonly contentDirectory: string
}

export function prepareHouse(servers: Servers, maps: readonly BenchMap[]): HouseBuild {
  const directory = path.join(servers.directory(), 'production')
  execFileSync(process.execPath, ['tools/production.mjs', directory], { cwd: root, stdio: 'ignore' })
  const contentDirectory = path.join(directory, 'prisma', 'characters', 'content')
  writeMaps(contentDirectory, maps)
  return { directory, contentDirectory }
}

export interface HouseServer {
  readonly url: string
  readonly urls: DatabaseUrls
  readonly pid: number
  tokenOf(player: BenchPlayer): Promise<string>
  /** Of the last minute, as `worldStatus` tells them. */
  tickTimes(): Promise<{ readonly p50Ms: number; readonly p99Ms: number }>
  stop(): Promise<void>
}

/** Databases with a key that the benchmark signs access tokens by, to be copied for each measurement. */
export async function createDatabases(
  servers: Servers,
  users = 1,
): Promise<{ issuer: Awaited<ReturnType<typeof createTokenIssuer>>; urls: DatabaseUrls }> {
  const issuer = await createTokenIssuer()
  const { urls } = await servers.populate(DATABASES, { users, pullsEach: 1, minutesMax: 1 }, issuer.publish)
  return { issuer, urls }
}

const DATABASES = 'world'

/** The standalone set-up: gateway, subgraphs and the world in one process, on databases with these characters. */
export async function startHouse(options: {
  readonly servers: Servers
  readonly build: HouseBuild
  readonly issuer: Awaited<ReturnType<typeof createTokenIssuer>>
  readonly maps: readonly BenchMap[]
  readonly players: readonly BenchPlayer[]
  readonly name: string
}): Promise<HouseServer> {
  const { servers, build, issuer, maps, players, name } = options
  const urls = await servers.copy(DATABASES, `${DATABASES}_${name}`)
  await insertCharacters(servers, urls, { maps, players })
  const port = await freePort()
  const { pid, stop, url } = await startService('standalone', {
    port,
    // As `npm start` runs it.
    nodeArguments: ['--enable-source-maps', '--max-semi-space-size=64'],
    command: [
      path.join(build.directory, 'standalone/dist/main.js'),
      '--port',
      String(port),
      '--data',
      servers.directory(),
    ],
    env: {
      ...databaseEnvironment(urls),
      ...SECRETS,
      LOG_LEVEL: 'warn',
      // All of them come at once.
      LIVE_INIT_TIMEOUT_MS: '30000',
      LIMIT_LIVE_CONNECTIONS_PER_ADDRESS: String(players.length + 100),
    },
  })
  const status = async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ worldStatus { tick tickP50Ms tickP99Ms } }' }),
    })
    const { data } = (await response.json()) as {
      data: { worldStatus: { tick: number; tickP50Ms: number; tickP99Ms: number } | null }
    }
    return data.worldStatus
  }
  await until('the world to be open', async () => ((await status())?.tick ?? 0) > 0)
  return {
    url,
    urls,
    pid,
    tokenOf: ({ userId }) => issuer.token(userId),
    tickTimes: async () => {
      const { tickP50Ms = Number.NaN, tickP99Ms = Number.NaN } = (await status()) ?? {}
      return { p50Ms: tickP50Ms, p99Ms: tickP99Ms }
    },
    stop,
  }
}

async function insertCharacters(
  servers: Servers,
  urls: DatabaseUrls,
  { maps, players }: { maps: readonly BenchMap[]; players: readonly BenchPlayer[] },
): Promise<void> {
  const pool = servers.pool(urls.characters)
  const column = <T>(read: (player: BenchPlayer) => T) => players.map(read)
  await pool.query('insert into rosters (user_id) select unnest($1::uuid[])', [column(({ userId }) => userId)])
  await pool.query(
    `insert into characters (id, user_id, name, name_key, class, level, experience, hair_style, hair_color, cloth_color,
       map_id, x, y, created_at)
     select id, user_id, name, lower(name), 'ARCHER', $1, $2, 0, 0, 0, map_id, x, y, now()
     from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::int[], $8::int[])
       as player (id, user_id, name, map_id, x, y)`,
    [
      LEVEL,
      // Of the level, by the formula of the game.
      40 * (LEVEL - 1) ** 3 + 60 * (LEVEL - 1),
      column(({ characterId }) => characterId),
      column(({ userId }) => userId),
      column(({ name }) => name),
      column(({ mapIndex }) => maps[mapIndex]?.id),
      column(({ home }) => home.x),
      column(({ home }) => home.y),
    ],
  )
}
