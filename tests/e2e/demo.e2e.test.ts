import { rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf } from './client.js'
import { startWaystone, type SetUp, type Waystone } from './waystone.js'

interface DemoPlayer {
  readonly characters: readonly { name: string }[]
  readonly pulls: { edges: readonly { node: { id: string; items: readonly object[] } }[] }
  readonly inventory: { edges: readonly { node: { item: { name: string } } }[] }
  readonly ledger: { edges: readonly { node: { reason: string } }[] }
  readonly questCompletions: { edges: readonly { node: { claimedAt: string | null; quest: { name: string } } }[] }
}

describe.each<SetUp>(['standalone', 'distributed'])('the demo player of a %s Waystone', setUp => {
  let waystone: Waystone
  beforeAll(async () => {
    waystone = await startWaystone(setUp)
  })
  afterAll(() => waystone.close())

  const aria = async (): Promise<DemoPlayer> => {
    const { signIn } = await clientOf(waystone.url).data<{ signIn: { accessToken: string } }>(
      'mutation { signIn(input: { usernameOrEmail: "aria", password: "waystone-demo-1" }) { ... on AuthSession { accessToken } } }',
    )
    const { me } = await clientOf(waystone.url, signIn.accessToken).data<{ me: DemoPlayer }>(`{ me {
      characters { name }
      pulls(first: 100) { edges { node { id items { item { name } } } } }
      inventory(first: 100) { edges { node { item { name } } } }
      ledger(first: 100) { edges { node { reason } } }
      questCompletions(first: 100) { edges { node { claimedAt quest { name } } } }
    } }`)
    return me
  }
  const completed = (player: DemoPlayer, name: string) =>
    player.questCompletions.edges.filter(({ node }) => node.quest.name === name).map(({ node }) => node.claimedAt)
  const purchases = (player: DemoPlayer) => player.ledger.edges.filter(({ node }) => node.reason === 'PURCHASE')
  /** After a kill, the processes that the killed one has started may answer for a moment. */
  const isUp = async (printed = 0) =>
    await expect.poll(() => waystone.output().slice(printed), { timeout: 60_000 }).toMatch(/Next: [^\n]+\n\n$/)

  it('has characters, a ten-pull, a purchase, a claimed reward and one to claim', async () => {
    await isUp()
    const player = await aria()
    expect(player.characters.map(({ name }) => name)).toEqual(['Lyra', 'Corvin'])
    expect(player.pulls.edges.map(({ node }) => node.items.length)).toEqual([10])
    expect(purchases(player)).toHaveLength(1)
    expect(completed(player, 'First steps')).toEqual([expect.any(String)])
    expect(completed(player, 'Wish upon a stone')).toEqual([null])
    await expect
      .poll(async () => (await aria()).inventory.edges.map(({ node }) => node.item.name), { timeout: 20_000 })
      .toContain('Healing Draught')
  })

  it('plays once: a start that finds its mark does nothing, and one that was killed before plays nothing twice', async () => {
    const before = await aria()
    for (const isMarked of [true, false]) {
      await waystone.stop('SIGKILL')
      if (!isMarked)
        rmSync(path.join(waystone.dataDirectory, setUp === 'distributed' ? 'distributed' : '', 'demo.json'))
      const printed = waystone.output().length
      await waystone.restart()
      await isUp(printed)
      expect(waystone.output().slice(printed).includes('has played')).toBe(!isMarked)
      const after = await aria()
      expect(after.characters).toEqual(before.characters)
      expect(after.pulls).toEqual(before.pulls)
      expect(purchases(after)).toHaveLength(1)
      expect(completed(after, 'First steps')).toEqual(completed(before, 'First steps'))
      expect(completed(after, 'Wish upon a stone')).toEqual([null])
    }
  })
})
