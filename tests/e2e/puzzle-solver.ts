/** A puzzle as the API shows it. The answers are found by trying, from what every player sees. */
export interface ShownPuzzle {
  readonly kind: 'SLIDING' | 'LIGHTS_OUT' | 'SEQUENCE' | 'CIPHER'
  readonly data: unknown
}

interface Board {
  readonly size: number
  readonly tiles: readonly number[]
}
interface Lamps {
  readonly rows: number
  readonly columns: number
  readonly lit: readonly number[]
}
interface Cipher {
  readonly text: string
  readonly words: readonly string[]
}

/** Tiles in the order in which they move; breadth first, for boards of some moves. */
export function solveSliding({ size, tiles }: Board): readonly number[] {
  const goal = tiles.map((_, place) => (place + 1) % tiles.length).join()
  let layer = [{ tiles, moves: [] as readonly number[] }]
  for (;;) {
    const found = layer.find(one => one.tiles.join() === goal)
    if (found !== undefined) return found.moves
    layer = layer.flatMap(one => {
      const gap = one.tiles.indexOf(0)
      const beside = [gap - size, gap + size, ...(gap % size ? [gap - 1] : []), ...((gap + 1) % size ? [gap + 1] : [])]
      return beside.flatMap(place => {
        const tile = one.tiles[place]
        if (tile === undefined || tile === one.moves.at(-1)) return []
        return [{ tiles: one.tiles.with(gap, tile).with(place, 0), moves: [...one.moves, tile] }]
      })
    })
  }
}

/** The lamps to press; all sets are tried, for boards of nine lamps. */
export function solveLamps({ rows, columns, lit }: Lamps): readonly number[] {
  const count = rows * columns
  const lamps = Array.from({ length: count }, (_, lamp) => lamp)
  const isSwitched = (lamp: number, press: number) => {
    const distance =
      Math.abs(Math.floor(lamp / columns) - Math.floor(press / columns)) +
      Math.abs((lamp % columns) - (press % columns))
    return distance <= 1
  }
  for (let set = 0; set < 2 ** count; set++) {
    const presses = lamps.filter(lamp => (set >> lamp) & 1)
    const isOff = (lamp: number) =>
      (presses.filter(press => isSwitched(lamp, press)).length + Number(lit.includes(lamp))) % 2 === 0
    if (lamps.every(isOff)) return presses
  }
  throw new Error('Expected presses that switch all lamps off')
}

export function solveSequence({ terms }: { readonly terms: readonly number[] }): number {
  const [first = 0, second = 0, third = 0] = terms
  for (let p = -3; p <= 3; p++)
    for (let q = -3; q <= 3; q++) {
      const r = third - p * second - q * first
      const next = (place: number) => p * (terms[place - 1] ?? 0) + q * (terms[place - 2] ?? 0) + r
      if (Math.abs(r) <= 50 && terms.every((term, place) => place < 2 || term === next(place)))
        return next(terms.length)
    }
  throw new Error('Expected a rule that fits')
}

/** The letter of a key of one letter. */
export function solveCipher({ text, words }: Cipher): string {
  const letters = Array.from({ length: 26 }, (_, shift) => String.fromCharCode(65 + shift))
  const key = letters.find((_, shift) =>
    text
      .replaceAll(/[A-Z]/g, letter => letters[(letter.charCodeAt(0) - 65 - shift + 26) % 26] ?? '')
      .split(' ')
      .every(word => words.includes(word)),
  )
  if (key === undefined) throw new Error('Expected a key that makes words')
  return key
}
