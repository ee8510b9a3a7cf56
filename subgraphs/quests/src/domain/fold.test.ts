import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aCatalog, anObjective, idOf, Player, USER, type Happening } from '../../test/stories.js'
import { applyEvent, newPlayer, type PlayerState } from './apply-event.js'

const signIns = (target: number) => anObjective({ target })
const quests = [
  { name: 'Visitor', objectives: [signIns(3)], duplicationLimit: 2 },
  { name: 'Daily', objectives: [signIns(2)], reset: 'DAILY', duplicationLimit: 1 },
  { name: 'Weekly', objectives: [signIns(4)], reset: 'WEEKLY', autoClaim: false },
  { name: 'Streak', objectives: [anObjective({ target: 3, streak: true })] },
  { name: 'After', objectives: [anObjective({ eventType: 'character.created' })], prerequisiteIds: [idOf('Daily')] },
  { name: 'Wisher', objectives: [anObjective({ eventType: 'pull.drawn', target: 4, countEach: 'items' })] },
  { name: 'Collector', objectives: [anObjective({ eventType: 'quest.completed', target: 2 })] },
] as const
const catalogs = [aCatalog(...quests), aCatalog(...quests, { ...quests[0], objectives: [signIns(2)] })]

const happening: fc.Arbitrary<{ happening: Happening; revised: boolean; gapMinutes: number }> = fc.record({
  gapMinutes: fc.integer({ min: -600, max: 3000 }),
  revised: fc.boolean(),
  happening: fc.oneof(
    { weight: 6, arbitrary: fc.constant({ type: 'user.signed_in', at: '', data: { first: false } }) },
    { weight: 2, arbitrary: fc.constant({ type: 'character.created', at: '', data: {} }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(1, 10).map(count => ({
        type: 'pull.drawn',
        at: '',
        data: { items: Array.from({ length: count }, (): object => ({})) },
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('Asia/Tokyo', 'America/Los_Angeles', 'Europe/Berlin')
        .map(timeZone => ({ type: 'user.profile_updated', at: '', data: { timeZone } })),
    },
  ),
})

/** Events in record order, the catalog of each, and what folding them live gave. */
function play(story: readonly { happening: Happening; revised: boolean; gapMinutes: number }[]) {
  const player = new Player(catalogs[0] ?? aCatalog())
  let moment = Date.parse('2026-03-25T00:00:00Z')
  let revised = false
  const outside = story.map(step => {
    moment += step.gapMinutes * 60_000
    revised ||= step.revised && story.length > 5
    const catalog = catalogs[revised ? 1 : 0] ?? aCatalog()
    const sequence = player.recorded.length + 1
    player.does({ ...step.happening, at: new Date(moment) }, catalog)
    return { sequence, catalog }
  })
  return { player, outside }
}

describe('folding a history', () => {
  it('again gives the same state, completions and caused events', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), story => {
        const { player, outside } = play(story)
        let state: PlayerState = newPlayer(USER)
        const completions = []
        const recorded = []
        for (const { sequence, catalog } of outside) {
          const event = player.recorded[sequence - 1]
          if (event === undefined) throw new Error(`No event has the sequence ${sequence}`)
          const applied = applyEvent(state, event, catalog)
          state = applied.state
          completions.push(...applied.completions)
          recorded.push(event, ...applied.caused)
        }
        expect(state).toEqual(player.state)
        expect(completions).toEqual(player.completions)
        expect(recorded).toEqual(player.recorded)
        expect(new Set(recorded.map(event => event.id)).size).toBe(recorded.length)
      }),
    )
  })

  it('with only the progress that each event concerns gives the same as with all of it', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 40 }), story => {
        const { player, outside } = play(story)
        const rows = new Map<string, unknown>()
        let { calendar } = newPlayer(USER)
        const kept = new Map(newPlayer(USER).progress)
        for (const { sequence, catalog } of outside) {
          const event = player.recorded[sequence - 1]
          if (event === undefined) throw new Error(`No event has the sequence ${sequence}`)
          const concerned = new Set(catalog.concerning(event.type))
          const progress = new Map([...kept].filter(([questId]) => concerned.has(questId)))
          const { state, changed } = applyEvent({ userId: USER, calendar, progress }, event, catalog)
          calendar = state.calendar
          for (const questId of changed) {
            expect(concerned).toContain(questId)
            const after = state.progress.get(questId)
            if (after !== undefined) kept.set(questId, after)
          }
        }
        for (const [questId, progress] of kept) rows.set(questId, progress)
        expect(rows).toEqual(new Map(player.state.progress))
      }),
    )
  })
})
