import { describe, expect, test } from 'vitest'
import { decipher, isInOrder, lampsAfter, placeBeside, slide, tileToMove } from './boards.js'

describe('tiles', () => {
  const board = { size: 3, tiles: [1, 2, 3, 4, 5, 6, 0, 7, 8] }

  test('beside the gap slide into it, others do not', () => {
    expect(slide(board, 7)).toEqual([1, 2, 3, 4, 5, 6, 7, 0, 8])
    expect([slide(board, 5), slide(board, 0), slide(board, 9), slide(board, 3)]).toEqual([null, null, null, null])
  })

  test('follow the arrow keys, and stop at the edge', () => {
    const moving = (['up', 'down', 'left', 'right'] as const).map(to => tileToMove(board, to))
    expect(moving).toEqual([null, 4, 7, null])
  })

  test('are in order with the gap last', () => {
    expect(isInOrder([1, 2, 3, 4, 5, 6, 7, 8, 0])).toBe(true)
    expect(isInOrder(board.tiles)).toBe(false)
  })
})

describe('lamps', () => {
  const lamps = { rows: 2, columns: 3, lit: [0] }

  test('switch with their neighbours, and back at the second press', () => {
    expect([...lampsAfter(lamps, [4])].toSorted((a, b) => a - b)).toEqual([0, 1, 3, 4, 5])
    expect([...lampsAfter(lamps, [4, 4])]).toEqual([0])
    expect([...lampsAfter({ ...lamps, lit: [0, 1, 3] }, [0])]).toEqual([])
  })

  test('are reached by the arrow keys, which stop at the edge', () => {
    const from = (place: number) => (['up', 'down', 'left', 'right'] as const).map(to => placeBeside(place, to, lamps))
    expect(from(0)).toEqual([0, 3, 0, 1])
    expect(from(5)).toEqual([2, 5, 4, 5])
  })
})

test('a text is read with as much of the key as there is', () => {
  const text = { text: 'MF PQ', keyLength: 2 }
  expect([decipher(text, ''), decipher(text, 'b'), decipher(text, 'bb'), decipher(text, '1B')]).toEqual([
    '·· ··',
    'L· O·',
    'LE OP',
    '·E ·P',
  ])
})
