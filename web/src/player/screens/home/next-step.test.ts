import { expect, test } from 'vitest'
import { nextStepOf } from './next-step.js'

const fresh = { experience: 0 }
const seasoned = { experience: 12 }

test.each([
  ['without a character', { characters: [], pulls: 3, unclaimed: 1 }, 'character'],
  ['whose characters have not fought', { characters: [fresh, fresh], pulls: 0, unclaimed: 1 }, 'world'],
  ['who has never pulled', { characters: [fresh, seasoned], pulls: 0, unclaimed: 1 }, 'pull'],
  ['with a reward that waits', { characters: [seasoned], pulls: 1, unclaimed: 1 }, 'claim'],
  ['who knows the game', { characters: [seasoned], pulls: 1, unclaimed: 0 }, null],
])('the next step of a player %s', (_, player, step) => {
  expect(nextStepOf(player)).toBe(step)
})
