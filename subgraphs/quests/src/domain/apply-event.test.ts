import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCatalog, anObjective, idOf, Player, signedIn } from '../../test/stories.js'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute))

describe('applyEvent', () => {
  const dailyVisitor = aCatalog({
    name: 'Daily visitor',
    objectives: [anObjective({ target: 3 })],
    duplicationLimit: 2,
  })

  it('completes "Daily visitor" with the 3rd and the 6th sign-in, and with no other', () => {
    const player = new Player(dailyVisitor)
    const completed = [1, 2, 3, 4, 5, 6, 7, 8].map(minute => player.does(signedIn(at(minute))).map(one => one.number))
    expect(completed).toEqual([[], [], [1], [], [], [2], [], []])
  })

  it('records a completion and its grant after the event that completed it', () => {
    const player = new Player(dailyVisitor)
    for (const minute of [1, 2, 3]) player.does(signedIn(at(minute)))
    expect(player.recorded.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'user.signed_in'],
      [2, 'user.signed_in'],
      [3, 'user.signed_in'],
      [4, 'quest.completed'],
      [5, 'quest.reward_granted'],
    ])
    expect(player.completions[0]).toMatchObject({ sequence: 4, claimedAt: at(3), completedAt: at(3) })
  })

  it('counts only events whose data meets the filter', () => {
    const player = new Player(
      aCatalog({
        name: 'Big spender',
        objectives: [anObjective({ eventType: 'purchase.completed', filter: { amount: { $gte: 500 } } })],
      }),
    )
    const buys = (amount: number) => player.does({ type: 'purchase.completed', at: at(1), data: { amount } }).length
    expect([buys(499), buys(500), buys(10_000)]).toEqual([0, 1, 1])
  })

  const pulls = (count: number) => ({
    type: 'pull.drawn',
    at: at(1),
    data: { items: Array.from({ length: count }, (): object => ({})) },
  })
  const wishes = (target: number) =>
    aCatalog({
      name: 'Wish',
      objectives: [anObjective({ eventType: 'pull.drawn', target, countEach: 'items' })],
    })

  it('counts a ten-pull as ten where the entries of its list count, and as one where events do', () => {
    const player = new Player(
      aCatalog(
        { name: 'Items', objectives: [anObjective({ eventType: 'pull.drawn', target: 10, countEach: 'items' })] },
        { name: 'Events', objectives: [anObjective({ eventType: 'pull.drawn', target: 10 })] },
      ),
    )
    expect(player.does(pulls(10)).map(({ questId }) => questId)).toEqual([idOf('Items')])
    expect(player.progressOf('Events')?.counters).toEqual([{ count: 1, day: null }])
  })

  it('gives for lists of entries what as many single events give: completions, and what is over', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(1, 10), { maxLength: 12 }),
        fc.integer({ min: 1, max: 25 }),
        (counts, target) => {
          const [together, apart] = [new Player(wishes(target)), new Player(wishes(target))]
          for (const count of counts) together.does(pulls(count))
          for (const count of counts) for (let one = 0; one < count; one++) apart.does(pulls(1))
          expect(together.completions.map(({ id, number }) => [id, number])).toEqual(
            apart.completions.map(({ id, number }) => [id, number]),
          )
          expect(together.progressOf('Wish')).toEqual(apart.progressOf('Wish'))
        },
      ),
    )
  })

  it('counts nothing for a list that is empty or is none', () => {
    const player = new Player(wishes(1))
    expect(player.does(pulls(0))).toEqual([])
    expect(player.does({ type: 'pull.drawn', at: at(1), data: { items: 'ten' } })).toEqual([])
  })

  it('wants all objectives reached, and keeps what is reached', () => {
    const player = new Player(
      aCatalog({
        name: 'Both',
        objectives: [anObjective({ target: 2 }), anObjective({ eventType: 'character.created', target: 1 })],
      }),
    )
    for (const minute of [1, 2, 3, 4]) expect(player.does(signedIn(at(minute)))).toEqual([])
    expect(player.progressOf('Both')?.counters.map(counter => counter.count)).toEqual([2, 0])
    expect(player.does({ type: 'character.created', at: at(5) })).toHaveLength(1)
  })

  it('counts nothing for a quest whose prerequisite is not completed, and counts from the event after it is', () => {
    const player = new Player(
      aCatalog(
        { name: 'First', objectives: [anObjective({ target: 2 })], duplicationLimit: 1 },
        { name: 'Second', prerequisiteIds: [idOf('First')], duplicationLimit: 1 },
      ),
    )
    expect(player.does(signedIn(at(1)))).toEqual([])
    expect(player.does(signedIn(at(2))).map(one => one.questId)).toEqual([idOf('First')])
    expect(player.does(signedIn(at(3))).map(one => one.questId)).toEqual([idOf('Second')])
  })

  it('counts completions like any other event, in a chain', () => {
    const player = new Player(
      aCatalog(
        { name: 'One', duplicationLimit: 1 },
        { name: 'Two', objectives: [anObjective({ eventType: 'quest.completed', filter: { questId: idOf('One') } })] },
        {
          name: 'Three',
          objectives: [anObjective({ eventType: 'quest.completed', filter: { questId: idOf('Two') } })],
        },
      ),
    )
    expect(player.does(signedIn(at(1))).map(one => one.questId)).toEqual([idOf('One'), idOf('Two'), idOf('Three')])
  })

  it('ends although quests count each other’s completions, and their own', () => {
    const onCompletion = { objectives: [anObjective({ eventType: 'quest.completed' })] }
    const player = new Player(
      aCatalog({ name: 'Start' }, { name: 'Ping', ...onCompletion }, { name: 'Pong', ...onCompletion }),
    )
    const completed = player.does(signedIn(at(1))).map(one => one.questId)
    expect(completed.toSorted()).toEqual([idOf('Start'), idOf('Ping'), idOf('Pong')].toSorted())
  })

  it('counts nothing outside the availability window, whose end is exclusive', () => {
    const player = new Player(
      aCatalog({ name: 'Event', availableFrom: at(10).toISOString(), availableUntil: at(20).toISOString() }),
    )
    expect([9, 10, 19, 20].map(minute => player.does(signedIn(at(minute))).length)).toEqual([0, 1, 1, 0])
  })

  it('ignores a time zone that does not exist, and an offset, which is none', () => {
    const player = new Player(dailyVisitor).livesIn('Europe/Berlin').livesIn('Atlantis/Capital').livesIn('+05:30')
    expect(player.state.calendar.timeZone).toBe('Europe/Berlin')
  })

  describe('with versions', () => {
    const before = { name: 'Visit', objectives: [anObjective({ target: 2 })] }
    const after = { name: 'Visit', objectives: [anObjective({ target: 5 })] }

    it('keeps progress that has begun on its version, and begins the next round on the current one', () => {
      const old = aCatalog(before)
      const current = aCatalog(before, after)
      const player = new Player(old)
      player.does(signedIn(at(1)))
      expect(player.does(signedIn(at(2)), current)).toMatchObject([{ version: 1 }])
      player.does(signedIn(at(3)), current)
      expect(player.progressOf('Visit')).toMatchObject({ version: 2, counters: [{ count: 1 }] })
    })

    it('takes the version that was current when the event was recorded for progress that had not begun', () => {
      const player = new Player(aCatalog(before, after))
      player.does(signedIn(at(1)))
      expect(player.progressOf('Visit')?.version).toBe(2)
    })

    it('lets a raised limit open an exhausted quest again', () => {
      const once = { name: 'Once', duplicationLimit: 1 }
      const old = aCatalog(once)
      const raised = aCatalog(once, { ...once, duplicationLimit: 2 })
      const player = new Player(old)
      expect([player.does(signedIn(at(1))).length, player.does(signedIn(at(2))).length]).toEqual([1, 0])
      expect(player.does(signedIn(at(3)), raised)).toMatchObject([{ number: 2 }])
    })

    it('goes on with the newer version when the window of the begun one has closed', () => {
      const closing = { ...before, availableUntil: at(10).toISOString() }
      const player = new Player(aCatalog(closing, before))
      player.does(signedIn(at(1)), aCatalog(closing))
      player.does(signedIn(at(11)))
      expect(player.progressOf('Visit')).toMatchObject({ version: 2, counters: [{ count: 1 }] })
    })
  })

  it('completes ⌊n / target⌋ times for n events, and never more often than the limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.option(fc.integer({ min: 1, max: 5 })),
        fc.integer({ min: 0, max: 40 }),
        (target, duplicationLimit, events) => {
          const player = new Player(aCatalog({ name: 'Any', objectives: [anObjective({ target })], duplicationLimit }))
          for (let minute = 0; minute < events; minute++) player.does(signedIn(at(minute)))
          expect(player.completions).toHaveLength(Math.min(Math.floor(events / target), duplicationLimit ?? Infinity))
          expect(player.completions.map(one => one.number)).toEqual(player.completions.map((_, index) => index + 1))
        },
      ),
    )
  })
})
