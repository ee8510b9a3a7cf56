import { randomUUID } from 'node:crypto'
import { createAuditPart } from '@waystone/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { duelsOf, solutionOf } from './duels.js'
import { anAdmin, aPlayer, startQuests, type TestApp } from './quests-app.js'

const HOUR_MS = 3_600_000
const BOARD = { size: 3, tiles: [1, 2, 3, 4, 5, 6, 0, 7, 8] }

let quests: TestApp
let duels: ReturnType<typeof duelsOf>
beforeAll(async () => {
  quests = await startQuests()
  duels = duelsOf(quests)
})
afterAll(() => quests.close())

const inMs = (ms: number) => new Date(quests.clock.now().getTime() + ms).toISOString()
const anInput = (changes: Record<string, unknown> = {}) => ({
  kind: 'SLIDING',
  data: BOARD,
  opensAt: inMs(HOUR_MS),
  closesAt: inMs(2 * HOUR_MS),
  ...changes,
})
const puzzles = () => quests.rows('SELECT * FROM puzzle ORDER BY id')
const actions = () => quests.rows(`SELECT actor, action, reason, data FROM admin_action ORDER BY position`)

describe('publishPuzzle', () => {
  it('takes data that somebody wrote, finds its answer, and logs who published it', async () => {
    const admin = aPlayer('admin.content')
    const more = { reason: 'for the festival' }
    const made = await duels.publish(
      admin,
      anInput({ title: ' Three stones ', statement: 'Slide.', attemptLimit: 2 }),
      more,
    )
    expect(made).toMatchObject({
      title: 'Three stones',
      statement: 'Slide.',
      kind: 'SLIDING',
      data: { ...BOARD, moves: 2 },
      attemptLimit: 2,
      opensAt: inMs(HOUR_MS),
      closesAt: inMs(2 * HOUR_MS),
      solution: null,
    })
    expect(await solutionOf(quests, made.id)).toEqual([7, 8])
    expect((await actions()).at(-1)).toEqual({
      actor: admin.userId,
      action: 'PUZZLE_PUBLISHED',
      reason: 'for the festival',
      data: { puzzleId: made.id, kind: 'SLIDING' },
    })
    expect((await quests.told()).at(-1)).toMatchObject({
      type: 'quests.admin_acted',
      data: { action: 'PUZZLE_PUBLISHED' },
    })
    // Not seen by players before it opens, and seen by those who write content.
    const feedOf = async (viewer: Parameters<TestApp['ask']>[0]) => {
      const { data } = await quests.ask(viewer, '{ puzzles { totalCount edges { node { id } } } }')
      return [data.puzzles.totalCount, JSON.stringify(data.puzzles).includes(made.id)]
    }
    expect([await feedOf(null), await feedOf(aPlayer()), await feedOf(admin)]).toEqual([
      [0, false],
      [0, false],
      [1, true],
    ])
    expect([await duels.puzzle(aPlayer(), made.id), (await duels.puzzle(admin, made.id)).id]).toEqual([null, made.id])
    quests.clock.advance(HOUR_MS)
    expect(await feedOf(null)).toEqual([1, true])
  })

  it('makes new data of a difficulty, another each time', async () => {
    const made = [
      await duels.publish(anAdmin(), anInput({ data: null, difficulty: 10 })),
      await duels.publish(anAdmin(), anInput({ data: null, difficulty: 10 })),
    ]
    expect(made[0].data.moves).toBe(18)
    expect(made[0].data).not.toEqual(made[1].data)
  })

  it('replaces a puzzle until it opens, and not later', async () => {
    const { id } = await duels.publish(anAdmin(), anInput())
    const other = anInput({ kind: 'SEQUENCE', data: { terms: [1, 2, 3, 4, 5] } })
    expect(await duels.publish(anAdmin(), other, { id })).toMatchObject({
      id,
      kind: 'SEQUENCE',
      title: 'The next number',
    })
    quests.clock.advance(HOUR_MS)
    const before = await puzzles()
    expect(await duels.publish(anAdmin(), anInput(), { id })).toMatchObject({ __typename: 'InvalidInput', field: 'id' })
    expect(await puzzles()).toEqual(before)
  })

  it('publishes once when 16 of one key come at the same time, and refuses the key for another input', async () => {
    const admin = anAdmin()
    const more = { idempotencyKey: randomUUID() }
    const input = anInput({ data: null, difficulty: 4 })
    const logged = (await actions()).length
    const made = await Promise.all(Array.from({ length: 16 }, () => duels.publish(admin, input, more)))
    expect(new Set(made.map(puzzle => JSON.stringify(puzzle)))).toHaveLength(1)
    expect(await actions()).toHaveLength(logged + 1)
    expect(await duels.publish(admin, { ...input, difficulty: 5 }, more)).toMatchObject({
      field: 'idempotencyKey',
      problems: [{ rule: 'USED' }],
    })
  })

  it('refuses wrong input, naming the field, and changes nothing', async () => {
    const before = [await puzzles(), await actions()]
    const cases: [string, unknown, Record<string, unknown>?][] = [
      ['input', 'a puzzle'],
      ['input', anInput({ solution: [7, 8] })],
      ['kind', anInput({ kind: 'CHESS' })],
      ['title', anInput({ title: ' ' })],
      ['title', anInput({ title: 7 })],
      ['statement', anInput({ statement: 'x'.repeat(2_001) })],
      ['attemptLimit', anInput({ attemptLimit: 0 })],
      ['attemptLimit', anInput({ attemptLimit: 'five' })],
      ['opensAt', anInput({ opensAt: 'tomorrow' })],
      ['closesAt', anInput({ closesAt: inMs(HOUR_MS) })],
      ['closesAt', anInput({ opensAt: inMs(-2_000), closesAt: inMs(-1_000) })],
      ['difficulty', anInput({ data: null, difficulty: 11 })],
      ['data', anInput({ difficulty: 3 })],
      ['data', anInput({ data: null })],
      ['data.size', anInput({ data: { ...BOARD, size: 9 } })],
      ['data.tiles', anInput({ data: { size: 3, tiles: [1, 2, 3, 4, 5, 6, 8, 7, 0] } })],
      ['data', anInput({ kind: 'CIPHER', data: { text: 'AB', keyLength: 2, words: ['NO', 'ON'] } })],
      ['reason', anInput(), { reason: 'x'.repeat(501) }],
      ['idempotencyKey', anInput(), { idempotencyKey: '' }],
      ['id', anInput(), { id: randomUUID() }],
      ['id', anInput(), { id: 'no id' }],
    ]
    for (const [field, input, more] of cases)
      expect(await duels.publish(anAdmin(), input, more)).toMatchObject({ __typename: 'InvalidInput', field })
    const { problems } = await duels.publish(anAdmin(), { kind: 'SLIDING', attemptLimit: 0 })
    expect(problems.map(({ field }: { field: string }) => field)).toEqual([
      'attemptLimit',
      'opensAt',
      'closesAt',
      'data',
    ])
    expect([await puzzles(), await actions()]).toEqual(before)
  })

  it('is for administrators of content', async () => {
    for (const viewer of [null, aPlayer(), aPlayer('admin.read'), aPlayer('admin.support')])
      expect(await duels.publish(viewer, anInput())).toMatchObject({
        errors: [{ code: viewer === null ? 'UNAUTHENTICATED' : 'FORBIDDEN' }],
      })
  })
})

describe('the feed', () => {
  it('is in pages, newest first, and leaves out what is over unless it is asked for', async () => {
    quests.clock.advance(24 * HOUR_MS)
    const made: string[] = []
    for (let hour = 1; hour <= 3; hour++)
      made.unshift(
        (await duels.publish(anAdmin(), anInput({ opensAt: inMs(hour * 1_000), closesAt: inMs(hour * HOUR_MS) }))).id,
      )
    quests.clock.advance(10_000)
    const page = async (args: string) => {
      const { data } = await quests.ask(
        null,
        `{ puzzles${args} { totalCount pageInfo { endCursor } edges { node { id } } } }`,
      )
      return { ...data.puzzles, ids: data.puzzles.edges.map(({ node }: { node: { id: string } }) => node.id) }
    }
    const first = await page('(first: 2)')
    expect(first).toMatchObject({ totalCount: 3, ids: made.slice(0, 2) })
    expect((await page(`(first: 2, after: "${first.pageInfo.endCursor}")`)).ids).toEqual(made.slice(2))
    quests.clock.advance(HOUR_MS)
    expect((await page('')).ids).toEqual(made.slice(0, 2))
    expect((await page('(openOnly: false)')).ids.slice(0, 3)).toEqual(made)
    const { errors } = await quests.ask(null, '{ puzzles(after: "WyJ4IiwieSJd") { totalCount } }')
    expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })
})

it('the audit finds nothing after all this', async () => {
  const findings = await createAuditPart('quests', quests.database).local()
  expect(findings.filter(({ violations }) => violations > 0)).toEqual([])
})
