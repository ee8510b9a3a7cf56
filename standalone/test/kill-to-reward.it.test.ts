import { gunzipSync, gzipSync } from 'node:zlib'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase } from '@waystone/kit/postgres'
import { settingsOfSystem } from '@waystone/kit/running-system'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWorldGame, type Game } from './game.js'
import { aHunter } from './hunter.js'
import { waystone } from './operator.js'

const HUNTERS = 4
const WANTED = 10
const PASSWORD = 'a long enough password'
const DAWNHAVEN = '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a001'
const LONG_MS = 150_000

let game: Game
beforeAll(async () => {
  game = await startWorldGame()
}, 120_000)
afterAll(() => game.close())

/** Damages the record: the last bytes of a log are the hash of its last tick. */
async function flipLastHash(lastTick: number): Promise<void> {
  const required = ['CHARACTERS_DATABASE_URL']
  const settings = await settingsOfSystem({ env: {}, required, directory: game.dataDirectory })
  const database = createDatabase({
    url: settings['CHARACTERS_DATABASE_URL'] ?? '',
    maxConnections: 1,
    applicationName: 'test',
    logger: createLogger({ name: 'test', level: 'silent' }),
  })
  const where = `WHERE last_tick = ${lastTick} AND map_id = '${DAWNHAVEN}'`
  const { rows } = await database.primary.query<{ data: Buffer }>(`SELECT data FROM world_log ${where}`)
  const bytes = gunzipSync(rows[0]?.data ?? Buffer.alloc(0))
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  await database.primary.query(`UPDATE world_log SET data = $1 ${where}`, [gzipSync(bytes)])
  await database.close()
}

interface Replayed {
  readonly tick: number
  readonly snapshot: boolean
  readonly changes: readonly {
    readonly __typename: string
    readonly character?: { readonly name: string; readonly owner: { readonly username: string } }
  }[]
}

interface Me {
  readonly wallet: { readonly gold: number }
  readonly characters: readonly { readonly experience: number; readonly level: number }[]
  readonly inventory: { readonly edges: readonly { readonly node: { quantity: number; item: { name: string } } }[] }
  readonly questProgress: readonly {
    readonly quest: { readonly name: string }
    readonly completions: number
    readonly objectives: readonly { readonly count: number }[]
  }[]
  readonly questCompletions: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly quest: { readonly name: string } } }[]
  }
}

test(
  'slimes that are killed count for Slime hunter, whose reward is claimed, and each item picked up is in the inventory once',
  async () => {
    const { signUp } = await game.ask<{ signUp: { accessToken: string } }>(
      `mutation { signUp(input: { username: "hunter", email: "hunter@example.com", password: "${PASSWORD}" }) {
        ... on AuthSession { accessToken } } }`,
    )
    const token = signUp.accessToken
    const as = { headers: { authorization: `Bearer ${token}` } }
    const read = async () =>
      (
        await game.ask<{ me: Me }>(
          `{ me { wallet { gold } characters { experience level }
            inventory(first: 100) { edges { node { quantity item { name } } } }
            questProgress { quest { name } completions objectives { count } }
            questCompletions(claimed: false) { edges { node { id quest { name } } } } } }`,
          as,
        )
      ).me
    const countOf = ({ questProgress }: Me, quest: string) =>
      questProgress.find(({ quest: { name } }) => name === quest)?.objectives[0]?.count ?? 0

    const hunters = await Promise.all(
      Array.from({ length: HUNTERS }, (_, index) => aHunter(game, { token, name: `Hunter${index}` })),
    )
    const kills = () => hunters.reduce((sum, hunter) => sum + hunter.kills, 0)
    await Promise.all(hunters.map(hunter => hunter.hunt(() => kills() >= WANTED)))
    await Promise.all(hunters.map(hunter => hunter.leave()))

    // Every kill gives experience and counts for one quest, and ten of them complete the other.
    const experienceOf = (me: Me) => me.characters.reduce((sum, character) => sum + character.experience, 0)
    const unlike = async () => {
      const me = await read()
      const counted = countOf(me, 'Warden of the wilds')
      return counted < kills() ? 'not all are counted' : experienceOf(me) - 20 * counted
    }
    await expect.poll(unlike, { timeout: 20_000 }).toBe(0)
    const before = await read()
    expect(countOf(before, 'Slime hunter')).toBe(WANTED)
    const pickedUp = hunters.flatMap(hunter => hunter.pickedUp)
    expect(hunters.flatMap(hunter => hunter.again).filter(answer => answer !== 'NO_SUCH_DROP')).toEqual([])
    const expected = Object.fromEntries(
      [...new Set(pickedUp)].map(name => [name, pickedUp.filter(each => each === name).length]),
    )
    const inventory = async () =>
      Object.fromEntries((await read()).inventory.edges.map(({ node }) => [node.item.name, node.quantity]))
    await expect.poll(inventory, { timeout: 20_000 }).toEqual(expected)

    const completion = before.questCompletions.edges.find(({ node }) => node.quest.name === 'Slime hunter')?.node.id
    const claim = () =>
      game.ask<{ claimQuestReward: { __typename: string } }>(
        `mutation { claimQuestReward(completionId: "${completion}") { __typename } }`,
        as,
      )
    expect((await claim()).claimQuestReward.__typename).toBe('QuestCompletion')
    const rewarded = async () => {
      const me = await read()
      return { gold: me.wallet.gold, experience: experienceOf(me) }
    }
    const reward = { gold: before.wallet.gold + 50, experience: experienceOf(before) + 20 }
    await expect.poll(rewarded, { timeout: 20_000 }).toEqual(reward)
    await claim()
    expect(await rewarded()).toEqual(reward)
    expect(await inventory()).toEqual(expected)
  },
  LONG_MS,
)

test(
  'an administrator sees the kills again through the gateway, fields of other subgraphs included, and players do not',
  async () => {
    const { stdout } = await waystone(['world', 'replay', '--map', 'Dawnhaven', '--json', '--data', game.dataDirectory])
    const { stretches } = JSON.parse(stdout) as { stretches: { firstTick: number; lastTick: number }[] }
    const { firstTick = 0, lastTick = 0 } = stretches[0] ?? {}
    const signIn = async (usernameOrEmail: string, password: string) => {
      const { signIn: session } = await game.ask<{ signIn: { accessToken: string } }>(
        `mutation { signIn(input: { usernameOrEmail: "${usernameOrEmail}", password: "${password}" }) { ... on AuthSession { accessToken } } }`,
      )
      return { headers: { authorization: `Bearer ${session.accessToken}` } }
    }
    const admin = await signIn('admin', 'waystone-admin-1')
    const replay = (
      fromTick: number,
    ) => `{ worldReplay(mapId: "${DAWNHAVEN}", fromTick: ${fromTick}, ticks: 250) { tick snapshot changes {
      __typename ... on CharacterAppeared { character { name owner { username } } } ... on MonsterDied { byCharacterId } } } }`
    let deaths = 0
    const seen = new Set<string>()
    for (let tick = firstTick; tick + 250 <= lastTick; tick += 250) {
      const { worldReplay } = await game.ask<{ worldReplay: readonly Replayed[] }>(replay(tick), admin)
      expect(worldReplay[0]).toMatchObject({ tick, snapshot: true })
      const changes = worldReplay.flatMap(update => update.changes)
      deaths += changes.filter(({ __typename }) => __typename === 'MonsterDied').length
      for (const { character } of changes) if (character) seen.add(`${character.name} of ${character.owner.username}`)
    }
    expect(deaths).toBeGreaterThan(0)
    expect([...seen].toSorted()).toEqual(['Hunter0', 'Hunter1', 'Hunter2', 'Hunter3'].map(name => `${name} of hunter`))

    const refused = await game.send<{ worldReplay: unknown }>(replay(firstTick), await signIn('hunter', PASSWORD))
    expect(refused.data).toEqual({ worldReplay: null })
    expect(refused.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  },
  LONG_MS,
)

test(
  'the economy is sound afterwards, and the world that the hunters have played in replays to the recorded hashes',
  async () => {
    const run = (...args: string[]) => waystone([...args, '--data', game.dataDirectory])
    const audit = await run('audit')
    expect({ code: audit.code, said: audit.stdout }).toEqual({
      code: 0,
      said: expect.stringContaining('All invariants hold') as unknown,
    })
    const { stdout } = await run('world', 'replay', '--map', 'dawnhaven', '--json')
    const { stretches } = JSON.parse(stdout) as { stretches: { firstTick: number; lastTick: number }[] }
    const [stretch] = stretches
    expect(stretches).toHaveLength(1)
    const { firstTick = 0, lastTick = 0 } = stretch ?? {}
    const asked = ['world', 'replay', '--map', 'D', '--from', `${firstTick}`, '--ticks', `${lastTick - firstTick + 1}`]
    const replayed = await run(...asked)
    expect(replayed.stdout).toMatch(/ticks? of Dawnhaven computed again, with [\d,]+ commands: every state hash equals/)
    expect({ code: replayed.code, said: replayed.stderr }).toMatchObject({ code: 0 })

    await flipLastHash(lastTick)
    const differing = await run(...asked)
    expect(differing.stdout).toMatch(
      new RegExp(
        `✗ tick ${lastTick}: computed [0-9a-f]{8}, recorded [0-9a-f]{8} at tick ${lastTick}\\n.*: 1 differ\\.\\n$`,
      ),
    )
    expect(differing.code).toBe(1)

    const beyond = await run('world', 'replay', '--map', 'Dawnhaven', '--from', `${firstTick}`, '--ticks', '90000')
    const named = new RegExp(
      `^error: Ticks \\d+ to ${firstTick + 89_999} of Dawnhaven are not recorded\\. Recorded are ${firstTick} to \\d+\\.`,
      'm',
    )
    expect(beyond.stderr).toMatch(named)
    expect(beyond.code).toBe(1)
  },
  LONG_MS,
)
