import { createGrid } from '@waystone/live-client/walking'
import { describe, expect, test } from 'vitest'
import { directionOf, goalAhead, isSteering } from './steering.js'

const map = createGrid(['........', '...#....', '........'], symbol => symbol === '.')

describe('the keys', () => {
  test('lead by arrows and by WASD, diagonally with two of them', () => {
    expect(directionOf(['ArrowUp'])).toEqual({ x: 0, y: 1 })
    expect(directionOf(['KeyS', 'KeyA'])).toEqual({ x: -1, y: -1 })
    expect(directionOf(['ArrowUp', 'KeyW'])).toEqual({ x: 0, y: 1 })
  })

  test('lead nowhere when they contradict each other, or none is held', () => {
    expect(directionOf(['ArrowLeft', 'KeyD'])).toEqual({ x: 0, y: 0 })
    expect(directionOf([])).toEqual({ x: 0, y: 0 })
    expect([isSteering('KeyW'), isSteering('KeyE')]).toEqual([true, false])
  })
})

describe('the goal ahead', () => {
  test('is a few cells away, and before a wall', () => {
    expect(goalAhead({ x: 0, y: 0 }, { x: 1, y: 0 }, map)).toEqual({ x: 5, y: 0 })
    expect(goalAhead({ x: 0, y: 1 }, { x: 1, y: 0 }, map)).toEqual({ x: 2, y: 1 })
    expect(goalAhead({ x: 6, y: 0 }, { x: 1, y: 0 }, map)).toEqual({ x: 7, y: 0 })
  })

  test('leads along a wall where the diagonal is closed, and never past its corner', () => {
    expect(goalAhead({ x: 2, y: 0 }, { x: 1, y: 1 }, map)).toEqual({ x: 7, y: 0 })
    expect(goalAhead({ x: 0, y: 0 }, { x: 1, y: 1 }, map)).toEqual({ x: 2, y: 2 })
  })

  test('is none where no step is possible', () => {
    expect(goalAhead({ x: 2, y: 1 }, { x: 1, y: 0 }, map)).toBeNull()
    expect(goalAhead({ x: 0, y: 0 }, { x: 0, y: -1 }, map)).toBeNull()
  })
})
