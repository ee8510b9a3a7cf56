import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DIFFICULTY, generatePuzzle, puzzleKinds, rulesByKind, type PuzzleKind } from './puzzle-kinds.js'
import { goalOf, slid, type Board } from './sliding-search.js'

const RUNS = { numRuns: 40 }
const seeds = fc.string({ minLength: 1, maxLength: 64 })
const difficulties = fc.integer(DIFFICULTY)
const puzzles = (kind: PuzzleKind) =>
  fc.record({ seed: seeds, difficulty: difficulties }).map(of => generatePuzzle({ kind, ...of }))
const check = (kind: PuzzleKind, puzzle: { data: unknown; solution: unknown }, answer: unknown) =>
  rulesByKind[kind].check(puzzle, answer)

describe.each(puzzleKinds)('%s', kind => {
  test('the same seed makes the same puzzle, and another seed nearly always another one', () => {
    fc.assert(
      fc.property(seeds, difficulties, (seed, difficulty) => {
        const of = { kind, difficulty, seed }
        expect(generatePuzzle(of)).toEqual(generatePuzzle(of))
      }),
      RUNS,
    )
    const made = Array.from({ length: 20 }, (_, index) => generatePuzzle({ kind, difficulty: 8, seed: `${index}` }))
    expect(new Set(made.map(({ data }) => JSON.stringify(data))).size).toBeGreaterThan(15)
  })

  test('every puzzle of every difficulty is solved by its answer, and solving its data again finds that answer', () => {
    fc.assert(
      fc.property(puzzles(kind), puzzle => {
        expect(check(kind, puzzle, puzzle.solution)).toEqual({ isRight: true })
        expect(rulesByKind[kind].make(puzzle.data)).toEqual(puzzle)
      }),
      RUNS,
    )
  })

  test('the data does not hold the answer', () => {
    fc.assert(
      fc.property(puzzles(kind), ({ data, solution }) => {
        const shown = Object.values(data as Record<string, unknown>)
        expect(shown.map(value => JSON.stringify(value))).not.toContain(JSON.stringify(solution))
        expect(shown.flat()).not.toContain(solution)
      }),
      { numRuns: 200 },
    )
  })

  test('the data comes out of the database as it went in', () => {
    fc.assert(
      fc.property(puzzles(kind), puzzle => {
        const stored = JSON.parse(JSON.stringify(puzzle)) as typeof puzzle
        expect(stored).toEqual(puzzle)
        expect(check(kind, stored, stored.solution)).toEqual({ isRight: true })
      }),
      RUNS,
    )
  })

  test('no JSON value makes the check throw, and nothing but the answer is right', () => {
    fc.assert(
      fc.property(puzzles(kind), fc.jsonValue(), (puzzle, answer) => {
        fc.pre(JSON.stringify(answer) !== JSON.stringify(puzzle.solution))
        const checked = check(kind, puzzle, answer)
        expect('isRight' in checked ? checked.isRight : checked.length > 0).toBe(!('isRight' in checked))
      }),
      { numRuns: 200 },
    )
  })

  test('no JSON value makes the reading of published data throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), data => {
        expect(Array.isArray(rulesByKind[kind].make(data))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

test('a higher difficulty makes longer ways, larger boards, longer keys', () => {
  const made = (kind: PuzzleKind, difficulty: number) => generatePuzzle({ kind, difficulty, seed: 'x' })
  const lengthOf = (kind: PuzzleKind, difficulty: number) => (made(kind, difficulty).solution as number[]).length
  expect([1, 5, 6, 10].map(difficulty => lengthOf('SLIDING', difficulty))).toEqual([4, 12, 10, 18])
  expect([1, 5, 10].map(difficulty => lengthOf('LIGHTS_OUT', difficulty))).toEqual([2, 6, 13])
  const keys = [1, 5, 10].map(difficulty => (made('CIPHER', difficulty).data as { keyLength: number }).keyLength)
  expect(keys).toEqual([1, 2, 5])
})

describe('one right answer', () => {
  test('of a sliding board: one list of moves reaches the goal in the fewest moves, by trying all lists', () => {
    const waysOf = (board: Board, moves: number, last = 0): number => {
      if (moves === 0) return board.tiles.every((tile, place) => tile === goalOf(board.size).tiles[place]) ? 1 : 0
      return board.tiles.reduce((ways, tile) => {
        const moved = tile === last ? null : slid(board, tile)
        return moved === null ? ways : ways + waysOf(moved, moves - 1, tile)
      }, 0)
    }
    fc.assert(
      fc.property(seeds, fc.constantFrom(1, 2, 3, 4, 6), (seed, difficulty) => {
        const data = generatePuzzle({ kind: 'SLIDING', difficulty, seed }).data as Board & { moves: number }
        expect(waysOf(data, data.moves)).toBe(1)
        for (let fewer = 0; fewer < data.moves; fewer++) expect(waysOf(data, fewer)).toBe(0)
      }),
      { numRuns: 15 },
    )
  })

  test('of lamps: of all sets of presses of a small board, one is right', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(1, 2, 3), (seed, difficulty) => {
        const puzzle = generatePuzzle({ kind: 'LIGHTS_OUT', difficulty, seed })
        const sets = Array.from({ length: 2 ** 9 }, (_, bits) =>
          Array.from({ length: 9 }, (__, lamp) => lamp).filter(lamp => (bits >> lamp) & 1),
        )
        const right = sets.filter(set => JSON.stringify(check('LIGHTS_OUT', puzzle, set)) === '{"isRight":true}')
        expect(right).toEqual([puzzle.solution])
      }),
      { numRuns: 15 },
    )
  })

  test('of a sequence: all rules that the statement allows, and that fit, continue with the same number', () => {
    fc.assert(
      fc.property(puzzles('SEQUENCE'), ({ data, solution }) => {
        const { terms } = data as { terms: number[] }
        const next = new Set<number>()
        for (let p = -3; p <= 3; p++)
          for (let q = -3; q <= 3; q++)
            for (let r = -50; r <= 50; r++) {
              const of = (place: number) => p * (terms[place - 1] ?? 0) + q * (terms[place - 2] ?? 0) + r
              if (terms.every((term, place) => place < 2 || term === of(place))) next.add(of(terms.length))
            }
        expect([...next]).toEqual([solution])
      }),
      RUNS,
    )
  })

  test('of a cipher: of all keys of two letters, one makes words of the list', () => {
    fc.assert(
      fc.property(seeds, seed => {
        const { data, solution } = generatePuzzle({ kind: 'CIPHER', difficulty: 4, seed })
        const { text, words } = data as { text: string; words: string[] }
        const plain = new Set<string>()
        for (let key = 0; key < 26 ** 2; key++) {
          let place = 0
          const shifted = text.replaceAll(/[A-Z]/g, letter => {
            const shift = place++ % 2 === 0 ? key % 26 : Math.floor(key / 26)
            return String.fromCharCode(((letter.charCodeAt(0) - 65 - shift + 26) % 26) + 65)
          })
          if (shifted.split(' ').every(word => words.includes(word))) plain.add(shifted)
        }
        expect([...plain]).toEqual([solution])
      }),
      { numRuns: 15 },
    )
  })
})

describe('data that somebody wrote', () => {
  const problemsOf = (kind: PuzzleKind, data: unknown) => rulesByKind[kind].make(data)
  const turned = [8, 5, 6, 8, 5, 6].reduce<Board>((board, tile) => slid(board, tile) ?? board, goalOf(3))

  test.each([
    ['a text that two keys make words of', 'CIPHER', { text: 'AB', keyLength: 2, words: ['NO', 'ON'] }],
    ['a text that no key makes words of', 'CIPHER', { text: 'AB', keyLength: 1, words: ['NX', 'ONE'] }],
    ['a board of lamps with sets that switch nothing', 'LIGHTS_OUT', { rows: 4, columns: 4, lit: [0, 1, 4] }],
    ['numbers that no rule fits', 'SEQUENCE', { terms: [1, 900, 1, 7, 500] }],
    ['a corner that turns left as fast as right', 'SLIDING', turned],
  ] as const)('%s is refused, since it has not exactly one answer', (_, kind, data) => {
    expect(problemsOf(kind, data)).toMatchObject([{ field: 'data', message: expect.stringContaining('exactly one') }])
  })

  test('a sliding board that cannot be solved is refused, and one that can gets its number of moves', () => {
    expect(problemsOf('SLIDING', { size: 3, tiles: [1, 2, 3, 4, 5, 6, 8, 7, 0] })).toMatchObject([
      { field: 'data.tiles', rule: 'RANGE' },
    ])
    expect(problemsOf('SLIDING', { size: 3, tiles: [1, 2, 3, 4, 5, 6, 7, 8, 0] })).toMatchObject([
      { field: 'data.tiles', rule: 'RANGE' },
    ])
    expect(problemsOf('SLIDING', { size: 3, tiles: [1, 2, 3, 4, 5, 6, 0, 7, 8] })).toEqual({
      data: { size: 3, tiles: [1, 2, 3, 4, 5, 6, 0, 7, 8], moves: 2 },
      solution: [7, 8],
    })
  })

  test('an answer of the wrong form is a problem, not a wrong answer', () => {
    const board = generatePuzzle({ kind: 'SLIDING', difficulty: 1, seed: 'x' })
    expect(check('SLIDING', board, [1, 2, 3, 4, 5])).toMatchObject([
      { field: 'answer', rule: 'COUNT', max: 4, actual: 5 },
    ])
    expect(check('SLIDING', board, 'up')).toMatchObject([{ field: 'answer', rule: 'FORMAT' }])
    const lamps = generatePuzzle({ kind: 'LIGHTS_OUT', difficulty: 1, seed: 'x' })
    expect(check('LIGHTS_OUT', lamps, [1, 1])).toMatchObject([{ field: 'answer', rule: 'FORMAT' }])
    expect(check('LIGHTS_OUT', lamps, [9])).toMatchObject([{ field: 'answer', rule: 'FORMAT' }])
    const text = generatePuzzle({ kind: 'CIPHER', difficulty: 1, seed: 'x' })
    expect(check('CIPHER', text, `  ${String(text.solution).toLowerCase().replaceAll(' ', '  ')} `)).toEqual({
      isRight: true,
    })
  })
})
