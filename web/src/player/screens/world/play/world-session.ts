import {
  createWorldView,
  type Cell,
  type CommandOutcome,
  type LiveClient,
  type WorldView,
  type WorldViewEvent,
} from '@waystone/live-client'
import { createEffects, type Effects } from '../../../../map/effects.js'
import { createEntrance } from './entrance.js'
import { nearbyOf, playersInView, type Nearby, type Whereabouts } from './nearby.js'
import type { PetCommands } from './pet-commands.js'
import { createPursuit, type Pursuit } from './pursuit.js'
import { createStore, type Store } from './store.js'

/** Content of the panels around the map: put together a few times a second, never for each update. */
export interface WorldSummary {
  readonly phase: WorldView['state']['phase']
  readonly mapId: string | null
  readonly mapName: string | null
  readonly position: Cell | null
  readonly hp: number
  readonly maxHp: number
  readonly level: number
  readonly near: readonly Nearby[]
  /** Every other player in view, by the id of the character. */
  readonly players: ReadonlyMap<string, Whereabouts>
  readonly targetId: string | null
}

export interface ChatLine {
  readonly key: number
  readonly name: string
  readonly text: string
  readonly isOwn: boolean
}

/** A sentence about what has just happened; the same sentence twice is two notices. */
export interface WorldNotice {
  readonly key: number
  readonly text: string
}

/** A character in the world, for as long as its screen is open. */
export interface WorldSession {
  readonly view: WorldView
  readonly effects: Effects
  readonly pursuit: Pursuit
  readonly summary: Store<WorldSummary>
  readonly chat: Store<readonly ChatLine[]>
  readonly notice: Store<WorldNotice | null>
  /** True once commands come from elsewhere, too: another device plays the same character. */
  readonly isShared: Store<boolean>
  /** Where the last walk leads. */
  readonly goal: () => Cell | null
  walkTo(cell: Cell): void
  stand(): void
  say(text: string): Promise<boolean>
  /** Runs a command, and tells why it was refused. @returns whether it was accepted */
  attempt(command: () => Promise<CommandOutcome>): Promise<boolean>
  /** Also where it is already, as after a lost connection; tries again while the world is not open. */
  enter(): void
  leave(): void
  close(): void
}

/** Texts of the page that a session tells by itself. */
export interface SessionTexts {
  lost(): string
  miss(): string
  levelUp(level: number): string
  taken(name: string): string
  slain(name: string): string
  died(): string
  gone(): string
  tamed(name: string): string
  brokeFree(name: string): string
}

const SUMMARY_MS = 250
const CHAT_MAX = 60

export function createWorldSession(options: {
  readonly live: Pick<LiveClient, 'subscribe' | 'request'>
  readonly characterId: string
  readonly pets: Pick<PetCommands, 'tame'>
  readonly texts: SessionTexts
}): WorldSession {
  const { live, characterId, pets, texts } = options
  const view = createWorldView({ live, characterId })
  const effects = createEffects(view.state, texts)
  const summary = createStore<WorldSummary>(summaryOf(view, null))
  const chat = createStore<readonly ChatLine[]>([])
  const notice = createStore<WorldNotice | null>(null)
  const numbers = createNumberWatch()
  const names = createNames(view)
  let keys = 0
  let goal: Cell | null = null
  let isStale = false

  const tell = (text: string) => notice.set({ key: ++keys, text })
  const attempt = async (command: () => Promise<CommandOutcome>): Promise<boolean> => {
    try {
      const outcome = await command()
      if (!outcome.accepted) tell(outcome.message)
      return outcome.accepted
    } catch {
      tell(texts.lost())
      return false
    }
  }
  const send: WorldView['send'] = async command => {
    numbers.sent()
    try {
      return await view.send(command)
    } catch {
      return { accepted: false, reason: 'LOST', message: texts.lost() }
    }
  }
  const entrance = createEntrance({ enter: view.enter, tell, lost: texts.lost })
  const tame = async (monsterId: string): Promise<CommandOutcome> => {
    const name = names.of(monsterId)
    const outcome = await pets.tame(monsterId)
    if (outcome.accepted) tell(outcome.isTamed ? texts.tamed(name) : texts.brokeFree(name))
    return outcome
  }
  const pursuit = createPursuit({
    state: view.state,
    send,
    tame,
    refused: ({ message }) => tell(message),
    onBegin: () => notice.set(null),
    onGone: () => tell(texts.gone()),
    nowMs: () => performance.now(),
  })
  const refresh = () => {
    if (!isStale) return
    isStale = false
    summary.set(summaryOf(view, pursuit.aim?.id ?? null))
  }
  const report = (event: WorldViewEvent & { type: 'updated' }) => {
    for (const change of event.update.changes) {
      if (change.__typename === 'CharacterSaid') {
        const line = {
          key: ++keys,
          name: names.of(change.characterId),
          text: change.text,
          isOwn: change.characterId === characterId,
        }
        chat.set([...chat.get(), line].slice(-CHAT_MAX))
      }
      if (change.__typename === 'MonsterDied' && change.byCharacterId === characterId)
        tell(texts.slain(names.of(change.monsterId)))
      if (change.__typename === 'DropTaken' && change.byCharacterId === characterId)
        tell(texts.taken(names.of(change.dropId)))
      if (change.__typename === 'MonsterDamaged' && change.byCharacterId === characterId)
        pursuit.struck(change.monsterId)
      if (change.__typename === 'CharacterDied' && change.characterId === characterId) {
        pursuit.stop()
        goal = null
        tell(texts.died())
      }
    }
    names.learn()
  }
  const unsubscribe = view.subscribe(event => {
    isStale = true
    if (event.type === 'updated') {
      effects.take(event.update, performance.now())
      numbers.acknowledged(event.update)
      report(event)
    }
    if (goal !== null && view.state.self !== null && isSame(view.state.self.position, goal)) goal = null
    pursuit.advance()
    // Phases change what the whole screen shows.
    if (view.state.phase !== summary.get().phase) refresh()
  })
  const timer = setInterval(() => {
    pursuit.advance()
    refresh()
  }, SUMMARY_MS)
  const move = (cell: Cell) => {
    goal = cell
    void attempt(() => send({ move: cell })).then(isAccepted => {
      if (!isAccepted && goal === cell) goal = null
    })
  }
  return {
    view,
    effects,
    pursuit,
    summary,
    chat,
    notice,
    isShared: numbers.isShared,
    goal: () => goal,
    walkTo: ({ x, y }) => {
      pursuit.stop()
      notice.set(null)
      // Cells of queries have the name of their type besides, which a command must not have.
      move({ x, y })
    },
    stand: () => {
      pursuit.stop()
      const { self } = view.state
      if (self?.next) move(self.next)
    },
    say: text => attempt(() => send({ say: text })),
    attempt,
    enter: entrance.begin,
    leave: () => void attempt(view.leave),
    close: () => {
      entrance.stop()
      clearInterval(timer)
      unsubscribe()
      view.close()
    },
  }
}

function summaryOf({ state }: WorldView, targetId: string | null): WorldSummary {
  const { phase, map, self } = state
  return {
    phase,
    mapId: map?.id ?? null,
    mapName: map?.name ?? null,
    position: self?.position ?? null,
    hp: self?.hp ?? 0,
    maxHp: self?.maxHp ?? 0,
    level: self?.level ?? 0,
    near: nearbyOf(state),
    players: playersInView(state),
    targetId,
  }
}

const isSame = (one: Cell, other: Cell): boolean => one.x === other.x && one.y === other.y

/** Names of what the last updates have told of: what is dead or taken is in the state no more. */
function createNames({ state }: WorldView) {
  let names = new Map<string, string>()
  return {
    of: (id: string): string => state.characters.get(id)?.name ?? state.monsters.get(id)?.name ?? names.get(id) ?? '?',
    learn: () => {
      names = new Map()
      for (const entities of [state.characters, state.monsters, state.drops])
        for (const [id, { name }] of entities) names.set(id, name)
    },
  }
}

/**
 * The world acknowledges the numbers of a character's commands. A number that this page has not sent comes from another
 * device that plays the same character.
 */
function createNumberWatch() {
  const isShared = createStore(false)
  let newest = 0
  return {
    isShared,
    sent: () => {
      newest++
    },
    acknowledged: ({ acknowledged, snapshot }: { acknowledged: number | null; snapshot: boolean }) => {
      const number = acknowledged ?? 0
      if (number > newest && !snapshot) isShared.set(true)
      newest = Math.max(newest, number)
    },
  }
}
