import type { LiveClient, LiveEvent, WorldChange, WorldUpdate } from '@waystone/live-client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWorldSession, type WorldSession } from './world-session.js'

type Answer = { __typename: string; tick?: number; reason?: string; message?: string }

const ACCEPTED: Answer = { __typename: 'CommandAccepted', tick: 5 }
const look = { hairStyle: 0, hairColor: 0, clothColor: 0 }
const appeared = (id: string, hp = 40): WorldChange => ({
  __typename: 'CharacterAppeared',
  character: {
    id,
    name: `name of ${id}`,
    class: 'MAGE',
    level: 1,
    appearance: look,
    stats: { hp, maxHp: 60, agility: 1 },
  },
  position: { x: 1, y: 1 },
})
const slime = { id: 'slime', name: 'Slime', level: 1, hp: 4, maxHp: 40, position: { x: 2, y: 1 } }

/** A server of one character, which answers what a test says. */
function aServer() {
  const answers: Answer[] = []
  const asked: { document: string; variables: Record<string, unknown> }[] = []
  let push: (update: Partial<WorldUpdate>) => void = () => {}
  let sequence = 0
  const waiting: WorldUpdate[] = []
  let wake = () => {}
  async function* updates(): AsyncIterableIterator<LiveEvent<unknown>> {
    for (;;) {
      const update = waiting.shift()
      if (update) yield { data: { worldUpdated: update } }
      else await new Promise<void>(resolve => (wake = resolve))
    }
  }
  push = update => {
    sequence = update.snapshot === true ? 1 : sequence + 1
    waiting.push({ tick: sequence, at: 0, sequence, snapshot: false, acknowledged: null, changes: [], ...update })
    wake()
  }
  const request = async (document: string, variables: Record<string, unknown> = {}) => {
    asked.push({ document, variables })
    if (/query MapInView/.test(document))
      return {
        data: {
          map: { id: 'map', name: 'Town', cells: ['....', '....'] },
          mapLegend: [{ symbol: '.', walkable: true }],
        },
      }
    if (/query OwnCharacter/.test(document))
      return { data: { character: { map: { id: 'map' }, stats: { agility: 1 } } } }
    const answer = answers.shift() ?? ACCEPTED
    const commands = variables['commands'] as unknown[] | undefined
    return { data: commands === undefined ? { result: answer } : { results: commands.map(() => answer) } }
  }
  const live = { subscribe: updates, request } as unknown as Pick<LiveClient, 'subscribe' | 'request'>
  return { answers, asked, live, push: (update: Partial<WorldUpdate>) => push(update) }
}

describe('a session in the world', () => {
  let server: ReturnType<typeof aServer>
  let session: WorldSession
  let isTamed: boolean
  beforeEach(() => {
    vi.useFakeTimers()
    server = aServer()
    isTamed = false
    session = createWorldSession({
      live: server.live,
      characterId: 'me',
      pets: {
        tame: async () => ({ accepted: true, tick: 1, isTamed }),
      },
      texts: {
        lost: () => 'Lost',
        miss: () => 'Miss',
        levelUp: level => `Level ${level}`,
        taken: name => `Picked up ${name}`,
        slain: name => `Defeated ${name}`,
        died: () => 'Struck down',
        gone: () => 'Gone',
        tamed: name => `Tamed ${name}`,
        brokeFree: name => `${name} broke free`,
      },
    })
  })
  afterEach(() => {
    session.close()
    vi.useRealTimers()
  })
  const settle = () => vi.advanceTimersByTimeAsync(300)
  const arrive = async (...changes: WorldChange[]) => {
    server.push({ snapshot: true, changes: [appeared('me'), ...changes] })
    await settle()
  }

  test('tells the panels of the character and what is near, at most four times a second', async () => {
    const seen = vi.fn()
    await arrive({ __typename: 'MonsterAppeared', monster: slime })
    session.summary.subscribe(seen)
    for (let step = 0; step < 10; step++) {
      server.push({ changes: [{ __typename: 'MonsterMoved', monsterId: 'slime', to: { x: 2, y: step % 2 } }] })
      await vi.advanceTimersByTimeAsync(20)
    }
    await settle()
    expect(seen.mock.calls.length).toBeLessThanOrEqual(3)
    expect(session.summary.get()).toMatchObject({ phase: 'here', hp: 40, maxHp: 60, position: { x: 1, y: 1 } })
    expect(session.summary.get().near).toMatchObject([{ name: 'Slime', cells: 1 }])
  })

  test('tells by name what was defeated, picked up and said, and that the character is down', async () => {
    const drop = { id: 'drop', name: 'Ration', position: { x: 1, y: 1 } }
    await arrive({ __typename: 'MonsterAppeared', monster: slime }, appeared('mira'), {
      __typename: 'DropAppeared',
      drop,
    })
    const told: (string | undefined)[] = []
    session.notice.subscribe(() => told.push(session.notice.get()?.text))
    for (const change of [
      { __typename: 'MonsterDied', monsterId: 'slime', byCharacterId: 'me' },
      { __typename: 'DropTaken', dropId: 'drop', byCharacterId: 'me' },
      { __typename: 'CharacterDied', characterId: 'me' },
      { __typename: 'CharacterSaid', characterId: 'mira', text: 'Hail!' },
    ] as const)
      server.push({ changes: [change] })
    await settle()
    expect(told).toEqual(['Defeated Slime', 'Picked up Ration', 'Struck down'])
    expect(session.chat.get()).toMatchObject([{ name: 'name of mira', text: 'Hail!', isOwn: false }])
    expect(session.summary.get().hp).toBe(0)
  })

  test('tells whether a monster was tamed or broke free', async () => {
    const told: (string | undefined)[] = []
    session.notice.subscribe(() => told.push(session.notice.get()?.text))
    await arrive({ __typename: 'MonsterAppeared', monster: slime })
    session.pursuit.begin({ kind: 'tame', id: 'slime' })
    await settle()
    isTamed = true
    session.pursuit.begin({ kind: 'tame', id: 'slime' })
    await settle()
    expect(told).toEqual(['Slime broke free', undefined, 'Tamed Slime'])
  })

  test('says that the target of a new aim is gone already', async () => {
    await arrive()
    session.pursuit.begin({ kind: 'attack', id: 'slime' })
    expect([session.notice.get()?.text, session.pursuit.aim]).toEqual(['Gone', null])
  })

  test('tells why a command was refused', async () => {
    await arrive()
    server.answers.push({ __typename: 'CommandRejected', reason: 'IN_WALL', message: 'That is in a wall' })
    session.walkTo({ x: 3, y: 1 })
    await settle()
    expect(session.notice.get()?.text).toBe('That is in a wall')
    expect(session.goal()).toBeNull()
  })

  test('knows by numbers that are none of its own that another device plays the character', async () => {
    server.push({ snapshot: true, acknowledged: 70, changes: [appeared('me')] })
    await settle()
    session.walkTo({ x: 3, y: 1 })
    await settle()
    server.push({ acknowledged: 71 })
    await settle()
    expect(session.isShared.get()).toBe(false)
    server.push({ acknowledged: 90 })
    await settle()
    expect(session.isShared.get()).toBe(true)
  })

  test('enters again and again while the world is not open, and not after another refusal', async () => {
    const closed = { __typename: 'CommandRejected', reason: 'WORLD_CLOSED', message: 'The world is closed' }
    const marked = { __typename: 'CommandRejected', reason: 'MARKED_FOR_DELETION', message: 'Restore it first' }
    server.answers.push(closed, closed, marked)
    session.enter()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.asked.filter(({ document }) => document.includes('enterWorld'))).toHaveLength(3)
    expect(session.notice.get()?.text).toBe('Restore it first')
  })
})
