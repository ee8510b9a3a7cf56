import { randomUUID } from 'node:crypto'
import { newEvent } from '@waystone/events'
import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, anAdmin, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
beforeAll(async () => {
  quests = await startQuests()
  const objectives = [{ description: 'x', eventType: 'user.signed_in', target: 1, streak: false }]
  await quests.aQuest({ name: 'Claimed by hand', objectives })
  await quests.aQuest({ name: 'Granted at once', objectives, autoClaim: true })
  await quests.aQuest({ name: 'Daily', objectives, autoClaim: true, reset: 'DAILY' })
  await quests.aQuest({ name: 'Weekly', objectives, autoClaim: true, reset: 'WEEKLY' })
})
afterAll(() => quests.close())

const livesIn = (player: Player, timeZone: string, at: string) =>
  newEvent('user.signed_up', { id: randomUUID(), occurredAt: new Date(at), data: { userId: player.userId, timeZone } })
const movesTo = (player: Player, timeZone: string, at: string) =>
  newEvent('user.profile_updated', {
    id: randomUUID(),
    occurredAt: new Date(at),
    data: { userId: player.userId, timeZone },
  })

describe('completions by claimed', () => {
  interface Node {
    readonly claimedAt: string | null
    readonly quest: { readonly name: string }
  }
  const page = async (player: Player, args: string) => {
    const { data, errors } = await quests.askUser(
      player,
      player,
      `questCompletions${args} { totalCount pageInfo { hasNextPage endCursor } edges { node { claimedAt quest { name } } } }`,
    )
    expect(errors).toEqual([])
    return data.questCompletions
  }
  /** All pages of one completion each. */
  const readAll = async (player: Player, claimed: boolean) => {
    const nodes: Node[] = []
    for (let after = ''; ; ) {
      const { edges, pageInfo, totalCount } = await page(player, `(first: 1, claimed: ${claimed}${after})`)
      nodes.push(...edges.map(({ node }: { node: Node }) => node))
      if (!pageInfo.hasNextPage) return { nodes, totalCount }
      after = `, after: "${pageInfo.endCursor}"`
    }
  }

  it('are those that wait, or those that were granted, page by page with their own total', async () => {
    const player = aPlayer()
    for (let minute = 0; minute < 3; minute++) await quests.happens(aSignIn(player, `2026-11-21T10:0${minute}:00Z`))
    const waiting = await readAll(player, false)
    expect(waiting.totalCount).toBe(3)
    expect(waiting.nodes).toEqual(
      Array.from({ length: 3 }, () => ({ claimedAt: null, quest: { name: 'Claimed by hand' } })),
    )
    const granted = await readAll(player, true)
    expect(granted.totalCount).toBe(granted.nodes.length)
    expect(granted.nodes.every(({ claimedAt }) => claimedAt !== null)).toBe(true)
    const all = await page(player, '')
    expect(all.totalCount).toBe(waiting.totalCount + granted.totalCount)
    expect((await page(player, '(claimed: null)')).totalCount).toBe(all.totalCount)
  })

  it('cost one statement a page and one a count, whoever many users and both kinds are asked for', async () => {
    const representations = Array.from({ length: 30 }, () => ({ __typename: 'User', id: aPlayer().userId }))
    const source = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User {
      waiting: questCompletions(claimed: false) { totalCount edges { cursor } }
      granted: questCompletions(claimed: true) { totalCount edges { cursor } } } } }`
    const counted = countStatements(quests.database.primary)
    expect((await quests.ask(anAdmin(), source, { representations })).errors).toEqual([])
    counted.stop()
    expect(counted.statements).toHaveLength(4)
  })

  it('that wait have an index of their own', async () => {
    const [index] = await quests.rows(
      "SELECT indexdef FROM pg_indexes WHERE indexname = 'quest_completion_to_claim_idx'",
    )
    expect(String(index?.['indexdef'])).toContain('(user_id, sequence DESC) WHERE (claimed_at IS NULL)')
  })

  it('are refused for what is no truth value, before anything runs', async () => {
    for (const claimed of ['"yes"', '1', 'MAYBE']) {
      const { data, errors } = await quests.askUser(
        anAdmin(),
        aPlayer(),
        `questCompletions(claimed: ${claimed}) { totalCount }`,
      )
      expect([data, errors.length]).toEqual([null, 1])
    }
  })
})

describe('the next reset', () => {
  const resetsOf = async (viewer: Player | null): Promise<Record<string, string | null>> => {
    const { data, errors } = await quests.ask(viewer, '{ quests { name nextResetAt } }')
    expect(errors).toEqual([])
    return Object.fromEntries(
      data.quests.map((quest: { name: string; nextResetAt: string }) => [quest.name, quest.nextResetAt]),
    )
  }

  it("is by the viewer's time zone, and null for what does not reset", async () => {
    const player = aPlayer()
    await quests.happens(livesIn(player, 'America/New_York', '2026-11-20T12:00:00Z'))
    expect(await resetsOf(player)).toEqual({
      'Claimed by hand': null,
      'Granted at once': null,
      Daily: '2026-11-22T05:00:00.000Z',
      Weekly: '2026-11-23T05:00:00.000Z',
    })
  })

  it('is by UTC for a player of whom nothing is recorded, and null when nobody is signed in', async () => {
    expect(await resetsOf(aPlayer())).toMatchObject({
      Daily: '2026-11-22T00:00:00.000Z',
      Weekly: '2026-11-23T00:00:00.000Z',
    })
    expect(Object.values(await resetsOf(null))).toEqual([null, null, null, null])
  })

  it('is when the zone that counts still ends its day, for a player who has moved', async () => {
    const player = aPlayer()
    await quests.happens(livesIn(player, 'Europe/Berlin', '2026-11-20T12:00:00Z'))
    await quests.happens(movesTo(player, 'Asia/Tokyo', '2026-11-21T11:00:00Z'))
    expect(await resetsOf(player)).toMatchObject({ Daily: '2026-11-21T23:00:00.000Z' })
  })

  it('is the moment from which an exhausted round is open again, and no moment before', async () => {
    const once = await quests.aQuest({ name: 'Once a day', reset: 'DAILY', duplicationLimit: 1, autoClaim: true })
    const player = aPlayer()
    await quests.happens(livesIn(player, 'America/Havana', '2026-10-20T12:00:00Z'))
    // The clocks of Havana go back from 1:00 to 0:00 in the night to 2026-11-01.
    const standing = async (at: string | number) => {
      quests.clock.set(new Date(at).toISOString())
      const { data } = await quests.askUser(player, player, 'questProgress { status quest { id nextResetAt } }')
      return data.questProgress.find(({ quest }: { quest: { id: string } }) => quest.id === once.questId)
    }
    await quests.happens(aSignIn(player, '2026-10-31T22:00:00Z'))
    const exhausted = await standing('2026-10-31T22:00:01Z')
    expect(exhausted).toMatchObject({ status: 'EXHAUSTED', quest: { nextResetAt: '2026-11-01T04:00:00.000Z' } })
    const resetsAt = Date.parse(exhausted.quest.nextResetAt)
    expect(await standing(resetsAt - 1)).toMatchObject({ status: 'EXHAUSTED' })
    expect(await standing(resetsAt)).toMatchObject({ quest: { nextResetAt: '2026-11-02T05:00:00.000Z' } })
    expect((await standing(resetsAt)).status).not.toBe('EXHAUSTED')
    quests.clock.set('2026-11-21T12:00:00Z')
  })

  it('costs one statement for all quests of the catalog, and none when nobody is signed in', async () => {
    const player = aPlayer()
    await resetsOf(player)
    const counted = countStatements(quests.database.primary)
    await resetsOf(player)
    expect(counted.statements).toHaveLength(1)
    counted.reset()
    await resetsOf(null)
    expect(counted.statements).toEqual([])
    counted.stop()
  })
})
