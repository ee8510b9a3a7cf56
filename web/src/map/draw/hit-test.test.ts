import { describe, expect, test } from 'vitest'
import { targetUnder } from './hit-test.js'

const monster = { kind: 'monster', id: 'm', x: 5, y: 5 } as const
const drop = { kind: 'drop', id: 'd', x: 5, y: 5 } as const
const player = { kind: 'character', id: 'c', x: 6, y: 5 } as const

describe('a click', () => {
  test('meets the picture on a cell and a little around it', () => {
    expect(targetUnder({ x: 5.3, y: 5.6 }, [monster])).toBe(monster)
    expect(targetUnder({ x: 6, y: 5 }, [monster])).toBeNull()
  })

  test('means the nearest one', () => {
    expect(targetUnder({ x: 5.9, y: 5.2 }, [monster, player])).toBe(player)
    expect(targetUnder({ x: 5.2, y: 5.2 }, [player, monster])).toBe(monster)
  })

  test('means the monster rather than what lies under it', () => {
    expect(targetUnder({ x: 5, y: 5 }, [drop, monster])).toBe(monster)
  })

  test('means the ground where nothing is', () => {
    expect(targetUnder({ x: 1, y: 1 }, [])).toBeNull()
  })
})
