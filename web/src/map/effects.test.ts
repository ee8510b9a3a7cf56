import type { WorldChange } from '@waystone/live-client'
import { describe, expect, test } from 'vitest'
import { createEffects, DAMAGE_MS } from './effects.js'

function someEffects() {
  const monsters = new Map([['m', { position: { x: 4, y: 4 } }]])
  const characters = new Map([['c', { position: { x: 1, y: 1 } }]])
  const texts = { miss: () => 'Miss', levelUp: (level: number) => `Level ${level}!` }
  const effects = createEffects({ monsters, characters }, texts)
  const take = (nowMs: number, ...changes: WorldChange[]) => effects.take({ changes, snapshot: false }, nowMs)
  return { effects, monsters, take }
}
const hit = (damage: number): WorldChange => ({
  __typename: 'MonsterDamaged',
  monsterId: 'm',
  byCharacterId: 'c',
  damage,
  hp: 9,
})

describe('effects', () => {
  test('show damage where the monster stands, and say when a blow misses', () => {
    const { effects, take } = someEffects()
    take(0, hit(12), hit(0))
    expect(effects.damage.map(({ at, text, tone }) => [at, text, tone])).toEqual([
      [{ x: 4, y: 4 }, '12', 'dealt'],
      [{ x: 4, y: 4 }, 'Miss', 'miss'],
    ])
    expect(effects.struckMs.get('m')).toBe(0)
  })

  test('show the last blow where the monster stood that it has killed', () => {
    const { effects, monsters, take } = someEffects()
    take(0)
    monsters.delete('m')
    take(40, hit(30))
    expect(effects.damage).toMatchObject([{ at: { x: 4, y: 4 }, text: '30' }])
  })

  test('are over after their time', () => {
    const { effects, take } = someEffects()
    take(0, hit(3), { __typename: 'CharacterSaid', characterId: 'c', text: 'Hail' })
    effects.expire(DAMAGE_MS + 1)
    expect([effects.damage, effects.struckMs.size, effects.speech.get('c')?.text]).toEqual([[], 0, 'Hail'])
    effects.expire(60_000)
    expect(effects.speech.size).toBe(0)
  })
})
