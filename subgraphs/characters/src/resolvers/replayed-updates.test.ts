import { expect, test } from 'vitest'
import type { ViewUpdate } from '../world/notifier/view-update.js'
import { oneATurn, onlyKnown } from './replayed-updates.js'

test('between two items, everything else that waits for the event loop has its turn', async () => {
  const happened: string[] = []
  let isOver = false
  const others = () => {
    happened.push('others')
    if (!isOver) setImmediate(others)
  }
  setImmediate(others)
  await Promise.all(oneATurn(['first', 'second', 'third']).map(async item => happened.push(await item)))
  isOver = true
  const places = ['first', 'second', 'third'].map(item => happened.indexOf(item))
  for (const [index, place] of places.slice(1).entries())
    expect(happened.slice((places[index] ?? 0) + 1, place)).toContain('others')
})

test('characters and pets that are gone since do not appear, and what else happened stays', async () => {
  const at = { x: 1, y: 1 }
  const update: ViewUpdate = {
    tick: 1,
    at: 40,
    sequence: 1,
    snapshot: true,
    acknowledged: null,
    changes: [
      { __typename: 'CharacterAppeared', characterId: 'here', position: at },
      { __typename: 'CharacterAppeared', characterId: 'gone', position: at },
      { __typename: 'PetAppeared', petId: 'lost', ownerId: 'here', position: at },
      { __typename: 'CharacterLeft', characterId: 'gone' },
    ],
  }
  const find = async (id: string) => (id === 'here' ? ({ id } as never) : null)
  const [shown] = await onlyKnown([update], { character: find, pet: find })
  expect(shown).toEqual({ ...update, changes: [update.changes[0], update.changes[3]] })
})
