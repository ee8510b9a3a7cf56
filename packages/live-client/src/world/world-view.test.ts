import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEventQueue } from '../event-queue.js'
import { LiveError } from '../live-error.js'
import type { LiveClient } from '../live-client.js'
import type { LiveEvent } from '../subscription.js'
import type { Cell, CommandResult, WorldChange, WorldUpdate } from './protocol.js'
import { TICK_MS } from './walker.js'
import { createWorldView, type WorldViewEvent } from './world-view.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const MAP = '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a001'
const OTHER_MAP = '6d1f0a52-3c1e-4b8e-9a51-0c7be1d2a002'
/** Five cells a second, ten for a straight step of 25: a step in five ticks. */
const STEP_MS = 5 * TICK_MS

const maps: Readonly<Record<string, { name: string; cells: string[] }>> = {
  [MAP]: { name: 'Yard', cells: ['..........', '....#.....', '..........'] },
  [OTHER_MAP]: { name: 'Field', cells: ['...', '...'] },
}

interface Asked {
  readonly variables: { readonly commands?: readonly object[]; readonly id?: string }
  answer(...results: readonly CommandResult[]): void
  lose(): void
}

/** A live client whose server is the test. Questions for maps and the character are answered at once. */
function aServer() {
  const subscriptions: { variables: object; push(update: WorldUpdate): void; end(error?: LiveError): void }[] = []
  const commands: Asked[] = []
  const server = {
    subscriptions,
    commands,
    mapOfCharacter: MAP,
    agility: 5,
    live: {
      subscribe: (_: unknown, variables: object) => {
        const queue = createEventQueue<LiveEvent<{ worldUpdated: WorldUpdate }>>(() => {})
        subscriptions.push({
          variables,
          push: update => queue.push({ data: { worldUpdated: update } }),
          end: queue.end,
        })
        return queue.iterator
      },
      request: (document: unknown, variables: Asked['variables']) => {
        if (String(document).startsWith('query MapInView'))
          return Promise.resolve({
            data: {
              map: maps[variables.id ?? ''],
              mapLegend: [
                { symbol: '.', walkable: true },
                { symbol: '#', walkable: false },
              ],
            },
          })
        if (String(document).startsWith('query'))
          return Promise.resolve({
            data: { character: { map: { id: server.mapOfCharacter }, stats: { agility: server.agility } } },
          })
        return new Promise((resolve, reject) => {
          commands.push({
            variables,
            answer: (...results) => resolve({ data: { results, result: results[0] } }),
            lose: () => reject(new LiveError('lost', 'The connection was lost before the answer came')),
          })
        })
      },
    } as unknown as Pick<LiveClient, 'subscribe' | 'request'>,
  }
  return server
}

const me = (position: Cell, agility = 5): WorldChange => ({
  __typename: 'CharacterAppeared',
  character: {
    id: 'me',
    name: 'Maren',
    class: 'ARCHER',
    level: 1,
    appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 },
    stats: { hp: 40, maxHp: 60, agility },
  },
  position,
})
const iMoved = (from: Cell, to: Cell): WorldChange => ({ __typename: 'CharacterMoved', characterId: 'me', from, to })
const slime = { id: 'Dm1', name: 'Slime', level: 1, hp: 40, maxHp: 40, position: { x: 3, y: 2 } }

const ACCEPTED = { __typename: 'CommandAccepted', tick: 7 }
const REFUSED = { __typename: 'CommandRejected', reason: 'IN_WALL', message: 'That is in a wall.' }

/** A view of a character that stands at (0, 0) of the yard, beside a slime. */
async function aView() {
  const server = aServer()
  const view = createWorldView({ live: server.live, characterId: 'me' })
  const events: WorldViewEvent[] = []
  view.subscribe(event => events.push(event))
  let sequence = 0
  const push = async (changes: readonly WorldChange[], options: Partial<WorldUpdate> = {}) => {
    sequence = options.snapshot === true ? 1 : sequence + 1
    const update = { tick: 10, at: 1_000, sequence, snapshot: false, acknowledged: null, changes, ...options }
    server.subscriptions.at(-1)?.push(update)
    await vi.advanceTimersByTimeAsync(0)
  }
  await push([me({ x: 0, y: 0 }), { __typename: 'MonsterAppeared', monster: slime }], { snapshot: true })
  const cells = () =>
    events.flatMap(event => ('position' in event ? [[event.type, event.position.x, event.position.y]] : []))
  const typesOf = () => events.map(({ type }) => type)
  return { server, view, events, push, cells, typesOf }
}

describe('the state', () => {
  test('is the last snapshot with all changes since applied', async () => {
    const { push, view } = await aView()
    expect(view.state).toMatchObject({ phase: 'here', tick: 10, at: 1_000 })
    expect(view.state.map).toMatchObject({ id: MAP, name: 'Yard', width: 10, height: 3 })
    expect(view.state.self).toMatchObject({ name: 'Maren', hp: 40, position: { x: 0, y: 0 }, next: null })
    await push([
      { __typename: 'MonsterMoved', monsterId: 'Dm1', to: { x: 2, y: 2 } },
      { __typename: 'MonsterDamaged', monsterId: 'Dm1', byCharacterId: 'me', damage: 5, hp: 35 },
      { __typename: 'DropAppeared', drop: { id: 'Dd1', name: 'Draught', position: { x: 1, y: 1 } } },
      { __typename: 'CharacterDamaged', characterId: 'me', byMonsterId: 'Dm1', damage: 10, hp: 30 },
      { __typename: 'CharacterLeveledUp', characterId: 'me', level: 2 },
      { __typename: 'CharacterSaid', characterId: 'me', text: 'Good day' },
      { __typename: 'PetAppeared', pet: { id: 'p1', name: 'Blob', level: 1 }, ownerId: 'me', position: { x: 1, y: 0 } },
      { __typename: 'PetMoved', petId: 'p1', to: { x: 1, y: 1 } },
    ])
    expect([...view.state.pets.values()]).toEqual([
      { id: 'p1', name: 'Blob', level: 1, ownerId: 'me', position: { x: 1, y: 1 } },
    ])
    expect(view.state.monsters.get('Dm1')).toEqual({ ...slime, hp: 35, position: { x: 2, y: 2 } })
    expect(view.state.drops.get('Dd1')?.name).toBe('Draught')
    expect(view.state.self).toMatchObject({ hp: 30, level: 2 })
    await push([
      { __typename: 'MonsterDied', monsterId: 'Dm1', byCharacterId: 'me' },
      { __typename: 'DropTaken', dropId: 'Dd1', byCharacterId: 'me' },
      { __typename: 'PetLeft', petId: 'p1' },
    ])
    const { characters, drops, monsters, pets } = view.state
    expect([monsters.size, drops.size, pets.size, characters.size]).toEqual([0, 0, 0, 1])
  })

  test('forgets with a snapshot what is not in it, and stays as it is for changes that it does not know', async () => {
    const { push, view } = await aView()
    await push([{ __typename: 'WeatherChanged' } as unknown as WorldChange])
    expect(view.state.monsters.size).toBe(1)
    await push([me({ x: 5, y: 0 })], { snapshot: true })
    expect(view.state.monsters.size).toBe(0)
  })

  test('says when the character is away, and when the view has ended', async () => {
    const { push, view } = await aView()
    await push([{ __typename: 'CharacterLeft', characterId: 'me' }])
    expect([view.state.phase, view.state.self]).toEqual(['away', null])
    view.close()
    expect(view.state.phase).toBe('ended')
  })

  test('replaces entities instead of changing them, so that one that was read stays as it was', async () => {
    const { push, view } = await aView()
    const before = view.state.monsters.get('Dm1')
    await push([{ __typename: 'MonsterMoved', monsterId: 'Dm1', to: { x: 2, y: 2 } }])
    expect(before?.position).toEqual({ x: 3, y: 2 })
  })
})

describe('the subscription', () => {
  test('begins anew after a gap, and the snapshot counts', async () => {
    const { push, server, view } = await aView()
    await push([{ __typename: 'MonsterMoved', monsterId: 'Dm1', to: { x: 9, y: 9 } }], { sequence: 3 })
    expect(server.subscriptions).toHaveLength(2)
    expect(view.state.monsters.get('Dm1')?.position).toEqual({ x: 3, y: 2 })
    await push([me({ x: 1, y: 0 })], { snapshot: true })
    expect(view.state.monsters.size).toBe(0)
  })

  test('begins anew while the world moves to another process, and ends with any other refusal', async () => {
    const { events, push, server } = await aView()
    const refusal = (code: string) =>
      new LiveError('refused', code, { errors: [{ message: code, extensions: { code } }] })
    server.subscriptions[0]?.end()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.subscriptions).toHaveLength(2)
    server.subscriptions[1]?.end(refusal('SERVICE_UNAVAILABLE'))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(server.subscriptions).toHaveLength(3)
    await push([me({ x: 1, y: 0 })], { snapshot: true })
    server.subscriptions[2]?.end(refusal('BAD_USER_INPUT'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.subscriptions).toHaveLength(3)
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { failure: 'refused' } })
  })

  test('does not begin anew once the view is closed', async () => {
    const { server, view } = await aView()
    server.subscriptions[0]?.end()
    view.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.subscriptions).toHaveLength(1)
  })
})

describe('commands', () => {
  test('of one turn share a request, are numbered, and are answered each by its own result', async () => {
    const { server, view } = await aView()
    const outcomes = Promise.all([view.send({ attack: 'Dm1' }), view.send({ pickUp: 'Dd1' })])
    await vi.advanceTimersByTimeAsync(0)
    expect(server.commands.map(({ variables }) => variables.commands)).toEqual([
      [
        { attack: 'Dm1', clientSequence: 1 },
        { pickUp: 'Dd1', clientSequence: 2 },
      ],
    ])
    server.commands[0]?.answer(ACCEPTED, REFUSED)
    expect(await outcomes).toEqual([
      { accepted: true, tick: 7 },
      { accepted: false, reason: 'IN_WALL', message: 'That is in a wall.' },
    ])
  })

  test('are split into lists of twenty', async () => {
    const { server, view } = await aView()
    const sent = Array.from({ length: 21 }, () => view.send({ attack: 'Dm1' }))
    await vi.advanceTimersByTimeAsync(0)
    expect(server.commands.map(({ variables }) => variables.commands?.length)).toEqual([20, 1])
    for (const asked of server.commands) asked.lose()
    const results = await Promise.allSettled(sent)
    expect(results.every(result => result.status === 'rejected')).toBe(true)
  })

  test('go on after the numbers of a client that was here before', async () => {
    const { push, server, view } = await aView()
    await push([], { acknowledged: 41 })
    void view.send({ attack: 'Dm1' })
    await vi.advanceTimersByTimeAsync(0)
    expect(server.commands[0]?.variables.commands).toEqual([{ attack: 'Dm1', clientSequence: 42 }])
  })
})

describe('the prediction', () => {
  test('walks at once, around the wall, and is confirmed by steps of the server without a correction', async () => {
    const { cells, push, server, view } = await aView()
    await push([me({ x: 3, y: 1 })], { snapshot: true })
    const sent = view.send({ move: { x: 5, y: 1 } })
    await vi.advanceTimersByTimeAsync(STEP_MS)
    server.commands[0]?.answer(ACCEPTED)
    await sent
    await vi.advanceTimersByTimeAsync(3 * STEP_MS)
    const way = [
      [3, 0],
      [4, 0],
      [5, 0],
      [5, 1],
    ] as const
    expect(cells()).toEqual([['moved', 0, 0], ['moved', 3, 1], ...way.map(([x, y]) => ['moved', x, y])])
    expect(view.state.characters.get('me')?.position).toEqual({ x: 3, y: 1 })
    let from: Cell = { x: 3, y: 1 }
    for (const [x, y] of way) {
      await push([iMoved(from, { x, y })], { acknowledged: 1 })
      from = { x, y }
    }
    await vi.advanceTimersByTimeAsync(10_000)
    expect(cells()).toHaveLength(6)
    expect(view.state.self?.position).toEqual({ x: 5, y: 1 })
  })

  test('says how far the step is that is being made', async () => {
    const { view } = await aView()
    void view.send({ move: { x: 2, y: 0 } })
    await vi.advanceTimersByTimeAsync(2 * TICK_MS)
    expect(view.state.self).toMatchObject({ position: { x: 0, y: 0 }, next: { x: 1, y: 0 }, progress: 0.4 })
  })

  test('returns to where the server has the character when the walk is refused', async () => {
    const { cells, server, view } = await aView()
    const sent = view.send({ move: { x: 3, y: 0 } })
    await vi.advanceTimersByTimeAsync(2 * STEP_MS)
    server.commands[0]?.answer(REFUSED)
    await sent
    expect(cells().slice(1)).toEqual([
      ['moved', 1, 0],
      ['moved', 2, 0],
      ['corrected', 0, 0],
    ])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(view.state.self?.position).toEqual({ x: 0, y: 0 })
  })

  test('is corrected by a step that it did not expect, and walks on to its goal from there', async () => {
    const { cells, push, server, view } = await aView()
    const sent = view.send({ move: { x: 3, y: 0 } })
    await vi.advanceTimersByTimeAsync(STEP_MS)
    server.commands[0]?.answer(ACCEPTED)
    await sent
    await push([iMoved({ x: 0, y: 0 }, { x: 1, y: 1 })], { acknowledged: 1 })
    expect(cells().at(-1)).toEqual(['corrected', 1, 1])
    await vi.advanceTimersByTimeAsync(10 * STEP_MS)
    expect(view.state.self?.position).toEqual({ x: 3, y: 0 })
  })

  test('takes back steps that the server does not make', async () => {
    const { cells, push, server, view } = await aView()
    const sent = view.send({ move: { x: 2, y: 0 } })
    await vi.advanceTimersByTimeAsync(2 * STEP_MS)
    server.commands[0]?.answer(ACCEPTED)
    await sent
    await push([iMoved({ x: 0, y: 0 }, { x: 1, y: 0 })], { acknowledged: 1 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(cells().at(-1)).toEqual(['corrected', 1, 0])
    expect(view.state.self?.position).toEqual({ x: 1, y: 0 })
  })

  test('stands when it attacks', async () => {
    const { server, view } = await aView()
    void view.send({ move: { x: 9, y: 0 } })
    await vi.advanceTimersByTimeAsync(2 * STEP_MS)
    void view.send({ attack: 'Dm1' })
    await vi.advanceTimersByTimeAsync(0)
    for (const asked of server.commands) asked.answer(ACCEPTED)
    await vi.advanceTimersByTimeAsync(5 * STEP_MS)
    expect(view.state.self).toMatchObject({ position: { x: 2, y: 0 }, next: null })
  })

  test('goes on over a reconnect from a cell that it has walked over', async () => {
    const { cells, push, server, view } = await aView()
    const sent = view.send({ move: { x: 4, y: 0 } })
    await vi.advanceTimersByTimeAsync(2 * STEP_MS)
    server.commands[0]?.answer(ACCEPTED)
    await sent
    await push([me({ x: 1, y: 0 })], { snapshot: true, acknowledged: 1 })
    await vi.advanceTimersByTimeAsync(STEP_MS)
    expect(cells().map(([type]) => type)).not.toContain('corrected')
    expect(view.state.self?.position).toEqual({ x: 3, y: 0 })
  })

  test('ends with a portal, and walks on the other map after it', async () => {
    const { events, push, server, view } = await aView()
    void view.send({ move: { x: 9, y: 0 } })
    await vi.advanceTimersByTimeAsync(STEP_MS)
    const changed: WorldChange = { __typename: 'MapChanged', map: { id: OTHER_MAP }, position: { x: 2, y: 1 } }
    await push([changed, me({ x: 2, y: 1 })], { snapshot: true })
    expect(view.state).toMatchObject({
      map: { id: OTHER_MAP, width: 3 },
      self: { position: { x: 2, y: 1 }, next: null },
    })
    expect(events).toContainEqual({ type: 'mapKnown', map: view.state.map })
    server.commands[0]?.answer(ACCEPTED)
    void view.send({ move: { x: 0, y: 1 } })
    await vi.advanceTimersByTimeAsync(2 * STEP_MS)
    expect(view.state.self?.position).toEqual({ x: 0, y: 1 })
  })

  test('learns after a reconnect that the map is another', async () => {
    const { push, server, view } = await aView()
    server.mapOfCharacter = OTHER_MAP
    await push([me({ x: 2, y: 1 })], { snapshot: true })
    expect(view.state.map?.id).toBe(OTHER_MAP)
  })

  test('stops when the character is down', async () => {
    const { push, server, view } = await aView()
    const sent = view.send({ move: { x: 9, y: 0 } })
    await vi.advanceTimersByTimeAsync(STEP_MS)
    server.commands[0]?.answer(ACCEPTED)
    await sent
    await push([{ __typename: 'CharacterDied', characterId: 'me' }])
    await vi.advanceTimersByTimeAsync(5 * STEP_MS)
    expect(view.state.self).toMatchObject({ hp: 0, position: { x: 0, y: 0 } })
  })

  test('walks faster after a level that makes it', async () => {
    const { push, server, view } = await aView()
    server.agility = 80
    await push([{ __typename: 'CharacterLeveledUp', characterId: 'me', level: 60 }])
    void view.send({ move: { x: 7, y: 0 } })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(view.state.self?.position).toEqual({ x: 7, y: 0 })
  })
})
