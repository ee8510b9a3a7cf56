import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGame, type Game } from './game.js'
import { aHunter } from './hunter.js'
import { waystone } from './operator.js'

const HUNTERS = 4
const WANTED = 10
const LONG_MS = 150_000

let game: Game
beforeAll(async () => {
  game = await startGame()
  const isOpen = async () =>
    (await game.ask<{ worldStatus: { tick: number } }>('{ worldStatus { tick } }')).worldStatus.tick > 0
  await vi.waitUntil(isOpen, { timeout: 30_000, interval: 100 })
}, 120_000)
afterAll(() => game.close())

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
      `mutation { signUp(input: { username: "hunter", email: "hunter@example.com", password: "a long enough password" }) {
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
    const countOf = ({ questProgress }: Me) =>
      questProgress.find(({ quest }) => quest.name === 'Slime hunter')?.objectives[0]?.count ?? 0

    const hunters = await Promise.all(
      Array.from({ length: HUNTERS }, (_, index) => aHunter(game, { token, name: `Hunter${index}` })),
    )
    const kills = () => hunters.reduce((sum, hunter) => sum + hunter.kills, 0)
    await Promise.all(hunters.map(hunter => hunter.hunt(() => kills() >= WANTED)))
    await Promise.all(hunters.map(hunter => hunter.leave()))

    await expect.poll(async () => countOf(await read()), { timeout: 20_000 }).toBe(WANTED)
    const before = await read()
    const experience = () => before.characters.reduce((sum, character) => sum + character.experience, 0)
    expect(experience()).toBe(20 * kills())
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
      const { wallet, characters } = await read()
      return { gold: wallet.gold, experience: characters.reduce((sum, each) => sum + each.experience, 0) }
    }
    const reward = { gold: before.wallet.gold + 50, experience: experience() + 20 }
    await expect.poll(rewarded, { timeout: 20_000 }).toEqual(reward)
    await claim()
    expect(await rewarded()).toEqual(reward)
    expect(await inventory()).toEqual(expected)
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

    const beyond = await run('world', 'replay', '--map', 'Dawnhaven', '--from', '1', '--ticks', '90000')
    expect(beyond.stderr).toMatch(/^error: Ticks \d+ to 90000 of Dawnhaven are not recorded\. Recorded are 1 to \d+\./m)
    expect(beyond.code).toBe(1)
  },
  LONG_MS,
)
