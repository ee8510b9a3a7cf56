import { describe, expect, it } from 'vitest'
import { aCatalog, anObjective, idOf, Player, PUBLISHED_AT, signedIn } from '../../test/stories.js'

const NOON = '2026-11-21T12:00:00Z'
const LATER = '2026-11-21T13:00:00Z'

describe('the standing of', () => {
  it('a quest never begun is ACTIVE with zero counts, as of its publication', () => {
    const player = new Player(aCatalog({ name: 'New', objectives: [anObjective(), anObjective()] }))
    expect(player.standing('New', NOON)).toMatchObject({
      status: 'ACTIVE',
      counts: [0, 0],
      completions: 0,
      updatedAt: PUBLISHED_AT,
    })
  })

  it('a quest whose prerequisite was never completed is LOCKED, and ACTIVE once it was', () => {
    const player = new Player(aCatalog({ name: 'First' }, { name: 'Second', prerequisiteIds: [idOf('First')] }))
    expect(player.standing('Second', NOON).status).toBe('LOCKED')
    player.does(signedIn(NOON))
    expect(player.standing('Second', LATER).status).toBe('ACTIVE')
  })

  it('a quest that opens later is LOCKED, and one that is over is EXPIRED', () => {
    const player = new Player(
      aCatalog({ name: 'Later', availableFrom: LATER }, { name: 'Over', availableUntil: '2026-11-21T11:00:00Z' }),
    )
    expect(player.standing('Later', NOON).status).toBe('LOCKED')
    expect(player.standing('Later', LATER).status).toBe('ACTIVE')
    expect(player.standing('Over', NOON).status).toBe('EXPIRED')
  })

  it('an auto-claimed quest goes ACTIVE, CLAIMED, ACTIVE, EXHAUSTED', () => {
    const player = new Player(
      aCatalog({ name: 'Twice', objectives: [anObjective({ target: 2 })], duplicationLimit: 2 }),
    )
    const seen = [1, 2, 3, 4, 5].map(() => {
      player.does(signedIn(NOON))
      const { status, counts, completions } = player.standing('Twice', LATER)
      return [status, counts[0], completions]
    })
    expect(seen).toEqual([
      ['ACTIVE', 1, 0],
      ['CLAIMED', 2, 1],
      ['ACTIVE', 1, 1],
      ['EXHAUSTED', 2, 2],
      ['EXHAUSTED', 2, 2],
    ])
  })

  it('a quest with an unclaimed completion is COMPLETED, whatever is counted meanwhile, until it is claimed', () => {
    const player = new Player(aCatalog({ name: 'Manual', objectives: [anObjective({ target: 2 })], autoClaim: false }))
    for (let event = 0; event < 3; event++) player.does(signedIn(NOON))
    expect(player.standing('Manual', LATER)).toMatchObject({ status: 'COMPLETED', counts: [1], completions: 1 })
    const completionId = player.completions[0]?.id
    player.does({ type: 'quest.reward_granted', at: LATER, data: { questId: idOf('Manual'), completionId } })
    expect(player.standing('Manual', LATER).status).toBe('ACTIVE')
  })

  it('a daily quest shows zero on the next day of the user, and can be completed again', () => {
    const player = new Player(
      aCatalog({ name: 'Daily', reset: 'DAILY', duplicationLimit: 1, objectives: [anObjective({ target: 2 })] }),
    ).livesIn('Asia/Tokyo')
    player.does(signedIn('2026-11-21T14:00:00Z'))
    expect(player.standing('Daily', '2026-11-21T14:59:59Z').counts).toEqual([1])
    expect(player.standing('Daily', '2026-11-21T15:00:00Z').counts).toEqual([0])
    player.does(signedIn('2026-11-21T14:30:00Z'))
    expect(player.standing('Daily', '2026-11-21T14:59:59Z')).toMatchObject({ status: 'EXHAUSTED', counts: [2] })
    expect(player.standing('Daily', '2026-11-21T15:00:00Z')).toMatchObject({
      status: 'ACTIVE',
      counts: [0],
      completions: 1,
    })
  })

  it('a streak shows zero once a whole day has passed, and the full count when it was reached', () => {
    const days = (target: number) => {
      const streak = { objectives: [anObjective({ target, streak: true }), anObjective({ eventType: 'pull.drawn' })] }
      const player = new Player(aCatalog({ name: 'Streak', ...streak }))
      for (const day of ['19', '20']) player.does(signedIn(`2026-11-${day}T12:00:00Z`))
      return ['20', '21', '22'].map(day => player.standing('Streak', `2026-11-${day}T23:00:00Z`).counts[0])
    }
    expect(days(7)).toEqual([2, 2, 0])
    expect(days(2)).toEqual([2, 2, 2])
  })

  it('progress that has begun shows the objectives of its own version', () => {
    const old = { name: 'Visit', objectives: [anObjective({ target: 3 })] }
    const current = aCatalog(old, {
      name: 'Visit',
      objectives: [anObjective(), anObjective({ eventType: 'pull.drawn' })],
    })
    const player = new Player(aCatalog(old))
    player.does(signedIn(NOON))
    expect(player.standing('Visit', LATER, current)).toMatchObject({ version: { version: 1 }, counts: [1] })
  })
})
