import type { Cell, WorldUpdate } from '@waystone/live-client'

/** A number that rises from whoever was struck. */
export interface DamageShown {
  readonly at: Cell
  readonly text: string
  readonly tone: 'dealt' | 'taken' | 'miss' | 'gain'
  readonly begunMs: number
}
export interface SpeechShown {
  readonly text: string
  readonly endsMs: number
}

export const DAMAGE_MS = 900
const SPEECH_MS = 6_000
const DAMAGE_MAX = 60

interface Placed {
  readonly position: Cell
}

/** Damage and speech, which are over in a moment, and so in no state. */
export interface Effects {
  readonly damage: readonly DamageShown[]
  readonly speech: ReadonlyMap<string, SpeechShown>
  /** When an entity was struck last. */
  readonly struckMs: ReadonlyMap<string, number>
  take(update: Pick<WorldUpdate, 'changes' | 'snapshot'>, nowMs: number): void
  expire(nowMs: number): void
}

/**
 * @param where the entities as they are after the update
 * @param texts of the page: a blow that misses, a level that was reached
 */
export function createEffects(
  where: {
    readonly characters: ReadonlyMap<string, Placed>
    readonly monsters: ReadonlyMap<string, Placed>
  },
  texts: { miss(): string; levelUp(level: number): string },
): Effects {
  let damage: DamageShown[] = []
  const speech = new Map<string, SpeechShown>()
  const struckMs = new Map<string, number>()
  /** A monster that was killed is in the state no more: its last blow shows where it stood. */
  const stood = new Map<string, Cell>()

  const strike = (id: string, amount: number, tone: 'dealt' | 'taken', nowMs: number) => {
    const at = where.characters.get(id)?.position ?? where.monsters.get(id)?.position ?? stood.get(id)
    if (at === undefined) return
    if (amount > 0) struckMs.set(id, nowMs)
    damage.push({
      at,
      text: amount > 0 ? String(amount) : texts.miss(),
      tone: amount > 0 ? tone : 'miss',
      begunMs: nowMs,
    })
  }
  return {
    get damage() {
      return damage
    },
    speech,
    struckMs,
    take: ({ changes, snapshot }, nowMs) => {
      if (snapshot) speech.clear()
      for (const change of changes) {
        if (change.__typename === 'MonsterDamaged') strike(change.monsterId, change.damage, 'dealt', nowMs)
        if (change.__typename === 'CharacterDamaged') strike(change.characterId, change.damage, 'taken', nowMs)
        if (change.__typename === 'CharacterSaid')
          speech.set(change.characterId, { text: change.text, endsMs: nowMs + SPEECH_MS })
        if (change.__typename === 'CharacterLeveledUp') {
          const at = where.characters.get(change.characterId)?.position
          if (at) damage.push({ at, text: texts.levelUp(change.level), tone: 'gain', begunMs: nowMs })
        }
      }
      if (damage.length > DAMAGE_MAX) damage = damage.slice(-DAMAGE_MAX)
      stood.clear()
      for (const [id, { position }] of where.monsters) stood.set(id, position)
    },
    expire: nowMs => {
      if (damage.some(({ begunMs }) => nowMs - begunMs > DAMAGE_MS))
        damage = damage.filter(({ begunMs }) => nowMs - begunMs <= DAMAGE_MS)
      for (const [id, { endsMs }] of speech) if (nowMs > endsMs) speech.delete(id)
      for (const [id, atMs] of struckMs) if (nowMs - atMs > DAMAGE_MS) struckMs.delete(id)
    },
  }
}
