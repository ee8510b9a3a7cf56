import { countStatements } from '@waystone/kit/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPlayer, anAdmin, aSignIn, startQuests, type Player, type TestApp } from './quests-app.js'

let quests: TestApp
let player: Player
let questId: string
beforeAll(async () => {
  quests = await startQuests()
  player = aPlayer()
  const objectives = [{ description: 'x', eventType: 'user.signed_in', target: 2, streak: false }]
  questId = (await quests.aQuest({ name: 'Twice', objectives, autoClaim: true })).questId
  await quests.aQuest({ name: 'Daily', objectives, reset: 'DAILY' })
  await quests.aQuest({ name: 'Locked', prerequisiteIds: [questId] })
  await quests.aQuest({ name: 'Over', availableUntil: new Date('2026-11-20T00:00:00Z') })
  for (let minute = 0; minute < 5; minute++) await quests.happens(aSignIn(player, `2026-11-21T10:0${minute}:00Z`))
})
afterAll(() => quests.close())

const PROGRESS =
  'questProgress { id status completions updatedAt quest { name } objectives { count objective { target } } }'
const namesOf = (list: readonly { quest: { name: string } }[]) => list.map(({ quest }) => quest.name)

describe('quests', () => {
  it('lists what is available, or everything', async () => {
    const { data } = await quests.ask(null, '{ open: quests { name } all: quests(availableOnly: false) { name } }')
    expect(data.open.map(({ name }: { name: string }) => name)).toEqual(['Twice', 'Daily', 'Locked'])
    expect(data.all).toHaveLength(4)
  })

  it('knows no quest with an id that is none', async () => {
    const { data, errors } = await quests.ask(null, '{ quest(id: "nonsense") { name } }')
    expect([data, errors]).toEqual([{ quest: null }, []])
  })
})

describe('a user’s progress', () => {
  it('has every quest, begun or not', async () => {
    const { data } = await quests.askUser(player, player, PROGRESS)
    expect(data.questProgress).toMatchObject([
      {
        quest: { name: 'Twice' },
        status: 'ACTIVE',
        completions: 2,
        objectives: [{ count: 1, objective: { target: 2 } }],
      },
      { quest: { name: 'Daily' }, status: 'COMPLETED', completions: 2 },
      { quest: { name: 'Locked' }, status: 'COMPLETED', completions: 3 },
      { quest: { name: 'Over' }, status: 'EXPIRED', completions: 0, objectives: [{ count: 0 }] },
    ])
    const newcomer = aPlayer()
    const fresh = await quests.askUser(newcomer, newcomer, PROGRESS)
    expect(fresh.data.questProgress.map(({ status }: { status: string }) => status)).toEqual([
      'ACTIVE',
      'ACTIVE',
      'LOCKED',
      'EXPIRED',
    ])
  })

  it('can be asked for by status', async () => {
    const { data } = await quests.askUser(player, player, 'questProgress(status: [ACTIVE, EXPIRED]) { quest { name } }')
    expect(namesOf(data.questProgress)).toEqual(['Twice', 'Over'])
  })

  it('shows a daily quest at zero on the next day', async () => {
    const daily = async () => {
      const { data } = await quests.askUser(player, player, 'questProgress { quest { name } objectives { count } }')
      return data.questProgress[1].objectives[0].count
    }
    expect(await daily()).toBe(1)
    quests.clock.set('2026-11-22T00:00:00Z')
    expect(await daily()).toBe(0)
    quests.clock.set('2026-11-21T12:00:00Z')
  })

  it('is private, like completions and events: null for anyone else, without an error', async () => {
    const selection = 'questProgress { id } questCompletions { totalCount } events { totalCount }'
    for (const viewer of [null, aPlayer()]) {
      expect(await quests.askUser(viewer, player, selection)).toEqual({
        data: { questProgress: null, questCompletions: null, events: null },
        errors: [],
      })
    }
    const { data } = await quests.askUser(anAdmin(), player, selection)
    expect([data.questProgress.length, data.questCompletions.totalCount]).toEqual([4, 7])
  })

  it('and completions resolve as entities, for their owner only', async () => {
    const { data } = await quests.askUser(
      player,
      player,
      'questProgress { id } questCompletions { edges { node { id } } }',
    )
    const representations = [
      { __typename: 'QuestProgress', id: data.questProgress[0].id },
      { __typename: 'QuestCompletion', id: data.questCompletions.edges[0].node.id },
      { __typename: 'QuestProgress', id: 'nonsense' },
      { __typename: 'QuestCompletion', id: 'nonsense' },
      { __typename: 'Quest', id: questId },
    ]
    const source = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on QuestProgress { id status } ... on QuestCompletion { id number } ... on Quest { name } } }`
    const own = await quests.ask(player, source, { representations })
    expect(own.data._entities).toMatchObject([{ status: 'ACTIVE' }, { number: 3 }, null, null, { name: 'Twice' }])
    const others = await quests.ask(aPlayer(), source, { representations })
    expect(others.data._entities).toEqual([null, null, null, null, { name: 'Twice' }])
  })
})

describe('pages', () => {
  it('go through all events, newest first, without a gap', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const page = await quests.askUser(
        player,
        player,
        `events(first: 3, type: "user.signed_in"${after === null ? '' : `, after: "${after}"`}) {
          totalCount pageInfo { hasNextPage endCursor } edges { node { occurredAt } } }`,
      )
      const { edges, pageInfo, totalCount } = page.data.events
      expect(totalCount).toBe(5)
      seen.push(...edges.map(({ node }: { node: { occurredAt: string } }) => node.occurredAt))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect(seen).toEqual([4, 3, 2, 1, 0].map(minute => `2026-11-21T10:0${minute}:00.000Z`))
  })

  it('refuse sizes and cursors that cannot be', async () => {
    const cursor = Buffer.from('["1 OR 1"]').toString('base64url')
    for (const args of ['first: -1', 'first: 101', 'after: "nonsense"', `after: "${cursor}"`]) {
      const { errors } = await quests.askUser(player, player, `questCompletions(${args}) { totalCount }`)
      expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
    }
  })
})

describe('the cost', () => {
  it('of 50 users with their progress is one statement, and of 50 pages of each kind one each with its count', async () => {
    const users = Array.from({ length: 50 }, () => ({ __typename: 'User', id: aPlayer().userId }))
    for (const { id } of users.slice(0, 10)) {
      await quests.happens(aSignIn({ userId: id, scopes: [] }, quests.clock.now()))
    }
    const source = (selection: string) =>
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { ${selection} } } }`
    const ask = (selection: string) => quests.ask(anAdmin(), source(selection), { representations: users })
    await ask(PROGRESS)
    const counted = countStatements(quests.database.primary)
    const { errors, data } = await ask(PROGRESS)
    expect(errors).toEqual([])
    expect(data._entities).toHaveLength(50)
    expect(counted.statements).toHaveLength(1)
    counted.reset()
    await ask(
      'questCompletions { totalCount edges { node { number } } } events(first: 5) { totalCount edges { node { type } } }',
    )
    expect(counted.statements).toHaveLength(4)
    counted.stop()
  })

  it('of a cached quest is nothing', async () => {
    const source = `{ quest(id: "${questId}") { name prerequisites { id } } quests { name } }`
    await quests.ask(null, source)
    const counted = countStatements(quests.database.primary)
    await quests.ask(null, source)
    expect(counted.statements).toEqual([])
    counted.stop()
  })
})
