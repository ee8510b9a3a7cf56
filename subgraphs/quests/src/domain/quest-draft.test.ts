import { describe, expect, it } from 'vitest'
import type { EventShape } from './objective-filter.js'
import { definitionOf, draftProblems, type QuestDraft } from './quest-draft.js'

const anyField: EventShape = { fields: ['first'], lists: [], kindOf: () => 'OTHER', expectedOf: () => null }
const shapes = new Map([['user.signed_in', anyField]])

const aDraft = (draft: Partial<QuestDraft> = {}): QuestDraft => ({
  name: 'Daily visitor',
  description: 'Sign in three times.',
  objectives: [{ description: 'Sign in', eventType: 'user.signed_in', target: 3, streak: false }],
  rewards: [{ currency: 'GOLD', amount: 100 }],
  autoClaim: true,
  reset: 'NEVER',
  prerequisiteIds: [],
  ...draft,
})
const objective = { description: 'Sign in', eventType: 'user.signed_in', target: 1, streak: false }
const fieldsOf = (draft: Partial<QuestDraft>) => draftProblems(aDraft(draft), shapes).map(problem => problem.field)

describe('a draft', () => {
  it('without problems becomes a definition, its texts trimmed', () => {
    const draft = aDraft({ name: ' Daily visitor ', availableFrom: new Date('2026-11-21T00:00:00Z') })
    expect(draftProblems(draft, shapes)).toEqual([])
    expect(definitionOf(draft)).toMatchObject({
      name: 'Daily visitor',
      rewards: [{ kind: 'CURRENCY', currency: 'GOLD', amount: 100 }],
      duplicationLimit: null,
      availableFrom: '2026-11-21T00:00:00.000Z',
      availableUntil: null,
    })
  })

  it('names every problem with its field', () => {
    expect(
      fieldsOf({
        name: ' ',
        description: 'x'.repeat(2_001),
        objectives: [objective, { ...objective, description: '', eventType: 'moon.landed', target: 0 }],
        rewards: [{}],
        duplicationLimit: 0,
        prerequisiteIds: Array.from({ length: 21 }, () => 'x'),
        availableFrom: new Date(2),
        availableUntil: new Date(2),
      }),
    ).toEqual([
      'name',
      'description',
      'objectives[1].description',
      'objectives[1].eventType',
      'objectives[1].target',
      'rewards[0]',
      'duplicationLimit',
      'prerequisiteIds',
      'availableUntil',
    ])
  })

  it('has 1–10 objectives and 0–10 rewards', () => {
    const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value)
    expect(fieldsOf({ objectives: [] })).toEqual(['objectives'])
    expect(fieldsOf({ objectives: times(11, objective) })).toEqual(['objectives'])
    expect(fieldsOf({ rewards: [] })).toEqual([])
    expect(fieldsOf({ rewards: times(11, { experience: 1 }) })).toEqual(['rewards'])
  })

  it('may not ask for a streak that is longer than the period of its reset', () => {
    const streak = (target: number) => [{ ...objective, streak: true, target }]
    expect(fieldsOf({ reset: 'WEEKLY', objectives: streak(7) })).toEqual([])
    expect(fieldsOf({ reset: 'WEEKLY', objectives: streak(8) })).toEqual(['objectives[0].target'])
    expect(fieldsOf({ reset: 'DAILY', objectives: streak(2) })).toEqual(['objectives[0].target'])
    expect(fieldsOf({ reset: 'NEVER', objectives: streak(367) })).toEqual(['objectives[0].target'])
  })

  it('rewards exactly one kind at a time, within limits', () => {
    const itemId = '5b0d3c4e-1f7a-4c7d-9a53-2f1c6a7e8d90'
    const good = [{ currency: 'GOLD', amount: 1 }, { itemId, quantity: 1_000 }, { experience: 1_000_000_000 }] as const
    expect(fieldsOf({ rewards: good })).toEqual([])
    const kinds = [
      { currency: 'GOLD' },
      { amount: 5 },
      { itemId },
      { currency: 'GOLD', amount: 1, experience: 1 },
    ] as const
    expect(fieldsOf({ rewards: kinds })).toEqual(['rewards[0]', 'rewards[1]', 'rewards[2]', 'rewards[3]'])
    expect(
      fieldsOf({
        rewards: [{ currency: 'GOLD', amount: 0 }, { itemId: 'sword', quantity: 1_001 }, { experience: 1.5 }],
      }),
    ).toEqual(['rewards[0].amount', 'rewards[1].itemId', 'rewards[1].quantity', 'rewards[2].experience'])
  })
})
