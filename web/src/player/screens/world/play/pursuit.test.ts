import type { CommandOutcome, WorldCommand } from '@waystone/live-client'
import { describe, expect, test } from 'vitest'
import { createPursuit } from './pursuit.js'

const ACCEPTED: CommandOutcome = { accepted: true, tick: 1 }
const tooFar: CommandOutcome = { accepted: false, reason: 'MONSTER_OUT_OF_REACH', message: 'Too far' }

/** A character at (0, 0), and a slime ten cells to the east of it. */
function aChase({ answers = [], kind = 'SWORDSMAN' }: { answers?: CommandOutcome[]; kind?: string } = {}) {
  const sent: (WorldCommand | { tame: string })[] = []
  const refusals: string[] = []
  let nowMs = 0
  const self = (x: number) => ({
    id: 'me',
    name: 'me',
    class: kind,
    level: 1,
    hp: 9,
    maxHp: 9,
    next: null,
    progress: 0,
    appearance: { hairStyle: 0, hairColor: 0, clothColor: 0 },
    position: { x, y: 0 },
  })
  const slime = (x: number) => ({ id: 'slime', name: 'Slime', level: 1, hp: 9, maxHp: 9, position: { x, y: 0 } })
  const state = {
    self: self(0),
    characters: new Map(),
    drops: new Map([['drop', { id: 'drop', name: 'Ration', position: { x: 3, y: 0 } }]]),
    monsters: new Map([['slime', slime(10)]]),
  }
  const answer = async (command: WorldCommand | { tame: string }) => {
    sent.push(command)
    return 'move' in command ? ACCEPTED : (answers.shift() ?? ACCEPTED)
  }
  const pursuit = createPursuit({
    state,
    send: answer,
    tame: id => answer({ tame: id }),
    refused: ({ message }) => refusals.push(message),
    nowMs: () => nowMs,
  })
  return {
    pursuit,
    sent,
    refusals,
    monsters: state.monsters,
    /** The character is on a cell, the slime on another, and half a second has passed. */
    see: async ({ at, slimeAt = 10 }: { at: number; slimeAt?: number }) => {
      nowMs += 500
      state.self = self(at)
      if (state.monsters.has('slime')) state.monsters.set('slime', slime(slimeAt))
      pursuit.advance()
      await new Promise(resolve => setImmediate(resolve))
    },
  }
}

describe('a pursuit', () => {
  test('goes on when the same aim is given again, with no second strike', async () => {
    const { pursuit, sent, see } = aChase()
    pursuit.begin({ kind: 'attack', id: 'slime' })
    await see({ at: 9 })
    for (let presses = 0; presses < 5; presses++) {
      pursuit.begin({ kind: 'attack', id: 'slime' })
      await see({ at: 9 })
      pursuit.struck('slime')
    }
    expect(sent.filter(command => 'attack' in command)).toEqual([{ attack: 'slime' }])
    expect(pursuit.aim).toEqual({ kind: 'attack', id: 'slime' })
  })

  test('walks to the monster, strikes within reach, and once', async () => {
    const { pursuit, sent, see } = aChase()
    pursuit.begin({ kind: 'attack', id: 'slime' })
    expect(sent).toEqual([{ move: { x: 10, y: 0 } }])
    await see({ at: 5 })
    await see({ at: 8 })
    await see({ at: 8 })
    expect(sent).toEqual([{ move: { x: 10, y: 0 } }, { attack: 'slime' }])
  })

  test('follows a monster that walks away, and strikes again', async () => {
    const { pursuit, sent, see } = aChase()
    pursuit.begin({ kind: 'attack', id: 'slime' })
    await see({ at: 8 })
    await see({ at: 8, slimeAt: 12 })
    await see({ at: 10, slimeAt: 12 })
    expect(sent.slice(1)).toEqual([{ attack: 'slime' }, { move: { x: 12, y: 0 } }, { attack: 'slime' }])
  })

  test('strikes again when no blow has come for long, and not while they come', async () => {
    const { pursuit, sent, see } = aChase()
    pursuit.begin({ kind: 'attack', id: 'slime' })
    for (let update = 0; update < 8; update++) {
      await see({ at: 8 })
      pursuit.struck('slime')
    }
    expect(sent.filter(command => 'attack' in command)).toHaveLength(1)
    for (let update = 0; update < 7; update++) await see({ at: 8 })
    expect(sent.filter(command => 'attack' in command)).toHaveLength(2)
  })

  test('ends when the monster is gone', async () => {
    const { pursuit, monsters, see } = aChase()
    pursuit.begin({ kind: 'attack', id: 'slime' })
    monsters.delete('slime')
    await see({ at: 8 })
    expect(pursuit.aim).toBeNull()
  })

  test('of a mage begins from afar, and goes nearer where something hides the monster', async () => {
    const { pursuit, sent, see } = aChase({ kind: 'MAGE', answers: [tooFar] })
    pursuit.begin({ kind: 'attack', id: 'slime' })
    await see({ at: 3 })
    await see({ at: 3 })
    await see({ at: 4 })
    expect(sent.map(command => Object.keys(command)[0])).toEqual(['move', 'attack', 'move', 'attack'])
  })

  test('tries again from beside the monster, where the server has it elsewhere, and gives up at last', async () => {
    const { pursuit, sent, see, refusals } = aChase({ answers: Array.from({ length: 20 }, () => tooFar) })
    pursuit.begin({ kind: 'attack', id: 'slime' })
    for (let update = 0; update < 20; update++) await see({ at: 9 })
    expect(sent.filter(command => 'attack' in command)).toHaveLength(12)
    expect(refusals).toEqual(['Too far'])
  })

  test('tells a refusal that no walk helps against, and ends', async () => {
    const noLure: CommandOutcome = { accepted: false, reason: 'NO_LURE', message: 'No lure is left' }
    const { pursuit, refusals, see, sent } = aChase({ answers: [noLure] })
    pursuit.begin({ kind: 'tame', id: 'slime' })
    await see({ at: 9 })
    expect(sent.at(-1)).toEqual({ tame: 'slime' })
    expect([refusals, pursuit.aim]).toEqual([['No lure is left'], null])
  })

  test('picks up a drop within two cells', async () => {
    const { pursuit, sent, see } = aChase()
    pursuit.begin({ kind: 'pickUp', id: 'drop' })
    await see({ at: 1 })
    expect(sent).toEqual([{ move: { x: 3, y: 0 } }, { pickUp: 'drop' }])
    expect(pursuit.aim).toBeNull()
  })
})
