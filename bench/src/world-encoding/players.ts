import type { Body, LiveCharacter, Runner } from './built-world.js'
import { createChance, type BenchMap } from '../world/maps.js'
import { idOf as numbered } from '../world/players.js'

const TICKS_PER_SECOND = 25
/** Cells of one walk, to each side. */
const WALK = 15
/** One command of so many is a blow at a monster that the last update told of. */
const BLOWS = 3

export interface Crowd {
  /** Cells of the square that all stay in; null: the whole of each map. */
  readonly side: number | null
}

/** Characters that give a command a second each: they walk, and strike at what they see. */
export class Players {
  readonly #runner: Runner
  readonly #maps: ReadonlyMap<string, BenchMap>
  readonly #roll = createChance(7)
  readonly #crowd: Crowd
  readonly #at = new Map<string, LiveCharacter>()
  /** By player: the number of a monster that was near. */
  readonly #seen: (number | undefined)[] = []
  #requests = 0

  constructor(runner: Runner, maps: readonly BenchMap[], crowd: Crowd) {
    this.#runner = runner
    this.#maps = new Map(maps.map(map => [map.id, map]))
    this.#crowd = crowd
  }

  enter(player: number, map: BenchMap): void {
    const character = {
      characterId: idOf(player),
      class: 'SWORDSMAN',
      level: 20,
      experience: 400_000,
      hp: null,
      appearance: { hairStyle: player % 30, hairColor: player % 16, clothColor: player % 16 },
      luresUsed: 0,
      pets: [],
    }
    this.#offer({ type: 'enter', character, at: this.#cell(map) }, map.id)
  }

  note(changed: readonly LiveCharacter[]): void {
    for (const character of changed) this.#at.set(character.characterId, character)
  }

  /** Remembers a monster that the update tells of. */
  look({ parts, viewerId }: Body): void {
    if (viewerId % TICKS_PER_SECOND !== this.#requests % TICKS_PER_SECOND) return
    const found = /"monsterId":"[A-J]m(\d+)"/.exec(Buffer.concat(parts).toString('latin1'))
    if (found !== null) this.#seen[viewerId] = Number(found[1])
  }

  /** The commands of one tick: each player has its turn once a second. */
  act(tick: number, players: number): void {
    for (let player = tick % TICKS_PER_SECOND; player < players; player += TICKS_PER_SECOND) {
      const characterId = idOf(player)
      const monster = this.#seen[player]
      const character = this.#at.get(characterId)
      const map = this.#maps.get(character?.mapId ?? '')
      if (character === undefined || map === undefined) continue
      if (monster !== undefined && this.#roll(BLOWS) === 0) this.#offer({ type: 'attack', characterId, monster }, null)
      else this.#offer({ type: 'move', characterId, to: this.#cell(map, character.position) }, null)
    }
  }

  /** A free cell: near another one, or anywhere that the crowd may be. */
  #cell(map: BenchMap, near?: { x: number; y: number }): { x: number; y: number } {
    const [low, high] = this.#crowd.side === null ? [2, 197] : [100 - this.#crowd.side / 2, 99 + this.#crowd.side / 2]
    const within = (value: number) => Math.max(low, Math.min(high, value))
    for (;;) {
      const x = near === undefined ? low + this.#roll(high - low + 1) : within(near.x - WALK + this.#roll(2 * WALK + 1))
      const y = near === undefined ? low + this.#roll(high - low + 1) : within(near.y - WALK + this.#roll(2 * WALK + 1))
      if (map.isWalkable({ x, y })) return { x, y }
    }
  }

  #offer(command: object, mapId: string | null): void {
    this.#runner.offer({ id: this.#requests++, command, mapId, clientSequence: this.#requests })
  }
}

const ids: string[] = []

export const idOf = (player: number): string => (ids[player] ??= numbered('c', player))
