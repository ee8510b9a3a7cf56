import { dayOf } from '@waystone/events'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { aCatalog, anObjective, Player, signedIn } from '../../test/stories.js'
import { dayAfter } from './calendar-day.js'

describe('a streak', () => {
  const week = aCatalog({ name: 'Week', objectives: [anObjective({ target: 7, streak: true })] })
  const countAfter = (...days: string[]) => {
    const player = new Player(week)
    for (const day of days) player.does(signedIn(`${day}T12:00:00Z`))
    return player.progressOf('Week')?.counters[0]?.count
  }

  it('counts a day once, whatever happens on it', () => {
    expect(countAfter('2026-11-01', '2026-11-01', '2026-11-02')).toBe(2)
  })

  it('starts over when a day passes without an event', () => {
    expect(countAfter('2026-11-01', '2026-11-02', '2026-11-04')).toBe(1)
  })

  it('does not mind an event of an earlier day that comes late', () => {
    expect(countAfter('2026-11-01', '2026-11-02', '2026-10-31')).toBe(2)
  })

  it('completes with the last of its days, and begins anew after it', () => {
    const player = new Player(week)
    const completed = Array.from(
      { length: 15 },
      (_, day) => player.does(signedIn(`2026-11-${String(day + 1).padStart(2, '0')}T08:00:00Z`)).length,
    )
    expect(completed).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0])
  })

  it('goes by the days of where the user lives, also when the clock is moved', () => {
    const player = new Player(week).livesIn('America/New_York')
    // 23:30 and 00:30 in New York, around the night of 2026-11-01, when the clock goes back.
    for (const at of ['2026-11-01T03:30:00Z', '2026-11-01T04:30:00Z', '2026-11-02T04:30:00Z', '2026-11-02T05:30:00Z'])
      player.does(signedIn(at))
    expect(player.progressOf('Week')?.counters[0]).toEqual({ count: 3, day: '2026-11-02' })
  })

  it('is the run of consecutive days that ends with the last event', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo')
    const gapsHours = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(zones, gapsHours, (timeZone, gaps) => {
        const player = new Player(
          aCatalog({ name: 'Long', objectives: [anObjective({ target: 366, streak: true })] }),
        ).livesIn(timeZone)
        let moment = DateTime.fromISO('2026-03-01T12:00:00Z')
        const days: string[] = []
        for (const hours of gaps) {
          moment = moment.plus({ hours })
          days.push(dayOf(moment.toJSDate(), timeZone))
          player.does(signedIn(moment.toJSDate()))
        }
        const distinct = [...new Set(days)]
        let run = 1
        for (let index = distinct.length - 1; index > 0; index--) {
          if (dayAfter(distinct[index - 1] ?? '') !== distinct[index]) break
          run++
        }
        expect(player.progressOf('Long')?.counters[0]?.count).toBe(run)
      }),
    )
  })
})

describe('a quest that resets', () => {
  const daily = aCatalog({
    name: 'Daily',
    reset: 'DAILY',
    duplicationLimit: 1,
    objectives: [anObjective({ target: 2 })],
  })

  it('may be completed again in the next period of the user', () => {
    const player = new Player(daily).livesIn('Asia/Tokyo')
    // 15:00 UTC is midnight in Tokyo.
    const at = ['2026-11-20T13:00Z', '2026-11-20T14:00Z', '2026-11-20T14:59Z', '2026-11-20T15:00Z', '2026-11-20T15:01Z']
    expect(at.map(moment => player.does(signedIn(moment)).length)).toEqual([0, 1, 0, 0, 1])
  })

  it('forgets a round that its period has ended', () => {
    const player = new Player(daily)
    player.does(signedIn('2026-11-20T12:00Z'))
    expect(player.does(signedIn('2026-11-21T12:00Z'))).toEqual([])
    expect(player.does(signedIn('2026-11-21T13:00Z'))).toHaveLength(1)
  })

  it('counts nothing for a period that is over, whether the event came late or the user moved west', () => {
    const player = new Player(daily).livesIn('Pacific/Auckland')
    player.does(signedIn('2026-11-20T10:00Z'))
    player.movesTo('America/Los_Angeles', '2026-11-20T10:30Z')
    // The 20th has ended in Auckland, but not in Los Angeles.
    expect(player.does(signedIn('2026-11-20T11:30Z'))).toHaveLength(1)
    expect(player.does(signedIn('2026-11-20T11:31Z'))).toEqual([])
    player.does(signedIn('2026-11-21T08:30Z'))
    player.does(signedIn('2026-11-20T12:00Z'))
    expect(player.progressOf('Daily')).toMatchObject({ period: 'DAILY:2026-11-21', counters: [{ count: 1 }] })
  })

  it('starts a new period when a version changes the reset, once no round is in hand', () => {
    const weekly = { name: 'Daily', reset: 'WEEKLY', duplicationLimit: 1 } as const
    const player = new Player(daily)
    for (const minute of ['10', '11']) player.does(signedIn(`2026-11-20T12:${minute}Z`))
    const current = aCatalog(
      { name: 'Daily', reset: 'DAILY', duplicationLimit: 1, objectives: [anObjective({ target: 2 })] },
      weekly,
    )
    expect(player.does(signedIn('2026-11-20T13:00Z'), current)).toMatchObject([{ number: 2, version: 2 }])
    expect(player.does(signedIn('2026-11-21T13:00Z'), current)).toEqual([])
  })

  it('cannot be completed a second time by moving east within the day', () => {
    const player = new Player(daily).livesIn('Pacific/Pago_Pago')
    for (const minute of ['10', '11']) player.does(signedIn(`2026-11-20T12:${minute}Z`))
    expect(player.completions).toHaveLength(1)
    player.movesTo('Pacific/Kiritimati', '2026-11-20T12:12Z')
    for (const minute of ['13', '14']) player.does(signedIn(`2026-11-20T12:${minute}Z`))
    expect(player.completions).toHaveLength(1)
    // The day of Pago Pago ends at 11:00 UTC; from then on Kiritimati's days count.
    for (const minute of ['00', '01']) player.does(signedIn(`2026-11-21T11:${minute}Z`))
    expect(player.progressOf('Daily')).toMatchObject({ completions: 2, period: 'DAILY:2026-11-22' })
  })

  it('never opens a day or a week while the one before lasts, however often the user moves', () => {
    const zones = fc.constantFrom('Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC', 'Europe/Berlin', 'America/Santiago')
    const steps = fc.array(fc.record({ gapMinutes: fc.nat(3_000), moveTo: fc.option(zones) }), { maxLength: 80 })
    fc.assert(
      fc.property(steps, fc.constantFrom('DAILY', 'WEEKLY'), (story, reset) => {
        const player = new Player(aCatalog({ name: 'Once', reset, duplicationLimit: 1 }))
        const unit = reset === 'DAILY' ? 'day' : 'week'
        let moment = DateTime.fromISO('2026-03-25T12:00:00Z', { zone: 'utc' })
        const begun = moment
        let [zone, chosen, until] = ['UTC', 'UTC', moment]
        let closed = moment.minus({ days: 30 })
        for (const { gapMinutes, moveTo } of story) {
          moment = moment.plus({ minutes: gapMinutes })
          if (moment >= until) zone = chosen
          const end = moment.setZone(zone).endOf(unit).plus({ milliseconds: 1 })
          if (moveTo !== null) {
            player.movesTo(moveTo, moment.toJSDate())
            ;[chosen, until] = [moveTo, end]
          }
          if (player.does(signedIn(moment.toJSDate())).length === 0) continue
          expect(moment >= closed).toBe(true)
          closed = end
        }
        const lasted = moment.diff(begun, 'hours').hours
        const hours = reset === 'DAILY' ? 24 : 7 * 24
        expect(player.completions.length).toBeLessThanOrEqual(Math.floor((lasted + 26) / hours) + 2)
      }),
      { numRuns: 100 },
    )
  })

  it('is completed at most as often as its limit in any local week, in any zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Asia/Kathmandu')
    fc.assert(
      fc.property(
        zones,
        fc.array(fc.nat(72), { maxLength: 60 }),
        fc.integer({ min: 1, max: 3 }),
        (zone, gaps, limit) => {
          const player = new Player(aCatalog({ name: 'Weekly', reset: 'WEEKLY', duplicationLimit: limit })).livesIn(
            zone,
          )
          let moment = DateTime.fromISO('2026-03-01T12:00:00Z')
          const events = new Map<string, number>()
          for (const hours of gaps) {
            moment = moment.plus({ hours })
            const week = moment.setZone(zone).startOf('week').toISODate() ?? ''
            events.set(week, (events.get(week) ?? 0) + 1)
            player.does(signedIn(moment.toJSDate()))
          }
          const expected = [...events.values()].reduce((sum, count) => sum + Math.min(count, limit), 0)
          expect(player.completions).toHaveLength(expected)
        },
      ),
    )
  })
})
