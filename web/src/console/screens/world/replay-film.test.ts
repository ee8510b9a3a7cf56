import type { WorldChange } from '@waystone/live-client'
import { describe, expect, test } from 'vitest'
import { createReplayFilm, type ReplayUpdate } from './replay-film.js'

const update = (tick: number, ...changes: WorldChange[]): ReplayUpdate => ({
  tick,
  at: 1_000_000 + (tick - 100) * 40,
  snapshot: tick === 100,
  changes,
})
const appeared: WorldChange = {
  __typename: 'MonsterAppeared',
  monster: { id: 'm', name: 'Meadow Slime', level: 1, hp: 30, maxHp: 30, position: { x: 5, y: 5 } },
}
const moved = (x: number): WorldChange => ({ __typename: 'MonsterMoved', monsterId: 'm', to: { x, y: 5 } })
const struck: WorldChange = {
  __typename: 'MonsterDamaged',
  monsterId: 'm',
  byCharacterId: 'c',
  damage: 12,
  hp: 18,
}
const died: WorldChange = { __typename: 'MonsterDied', monsterId: 'm', byCharacterId: 'c' }

const aFilm = () =>
  createReplayFilm([update(100, appeared), update(110, moved(6)), update(112, struck), update(140, died)], {
    miss: () => 'Miss',
    levelUp: level => `Level ${level}`,
  })
const monster = (film: ReturnType<typeof aFilm>) => film.state.monsters.get('m')

describe('the film of a replay', () => {
  test('begins with its snapshot', () => {
    const film = aFilm()
    expect([film.firstTick, film.lastTick, film.tick]).toEqual([100, 140, 100])
    expect(monster(film)?.position).toEqual({ x: 5, y: 5 })
  })

  test('shows each tick as it was, forwards and backwards, with the time of ticks in which nothing happened', () => {
    const film = aFilm()
    const at = (tick: number) => {
      film.seek(tick, 0)
      return { x: monster(film)?.position.x, hp: monster(film)?.hp, seconds: (film.at - 1_000_000) / 1_000 }
    }
    expect(at(109)).toEqual({ x: 5, hp: 30, seconds: 0.36 })
    expect(at(110)).toEqual({ x: 6, hp: 30, seconds: 0.4 })
    expect(at(140)).toEqual({ x: undefined, hp: undefined, seconds: 1.6 })
    expect(at(111)).toEqual({ x: 6, hp: 30, seconds: 0.44 })
    expect(at(113)).toEqual({ x: 6, hp: 18, seconds: 0.52 })
  })

  test('shows the blows of a few ticks, and not those of all that was skipped', () => {
    const film = aFilm()
    film.seek(139, 0)
    expect(film.effects.damage).toEqual([])
    film.seek(109, 0)
    film.seek(112, 500)
    expect(film.effects.damage.map(({ text }) => text)).toEqual(['12'])
  })
})
