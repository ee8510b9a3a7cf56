import type { Cell, CommandOutcome, WorldCommand, WorldViewState } from '@waystone/live-client'

/** The thing that the character walks to, and the command that follows once it is near enough. */
export interface Aim {
  readonly kind: 'attack' | 'tame' | 'pickUp' | 'follow'
  readonly id: string
}

/** Goes after something: the world itself lets characters strike only at what is within reach. */
export interface Pursuit {
  readonly aim: Aim | null
  /** Goes on where it is the aim already: the world begins a strike anew with each command. */
  begin(aim: Aim): void
  stop(): void
  /** A blow of the character has met the monster, or missed it. */
  struck(monsterId: string): void
  /** To be called whenever the state of the world has changed, and now and then. */
  advance(): void
}

export interface PursuitOptions {
  readonly state: Pick<WorldViewState, 'self' | 'monsters' | 'drops' | 'characters'>
  readonly send: (command: WorldCommand) => Promise<CommandOutcome>
  readonly tame: (monsterId: string) => Promise<CommandOutcome>
  /** A refusal that walking nearer does not help. */
  readonly refused: (outcome: CommandOutcome & { accepted: false }) => void
  /** Another aim: what was told of the last one is over. */
  readonly onBegin?: () => void
  /** The target of a new aim is gone already. */
  readonly onGone?: () => void
  readonly nowMs: () => number
}

const HAND_REACH = 2
/** docs/world.md: how far classes strike. */
const REACH: Readonly<Record<string, number>> = { MAGE: 7, ARCHER: 9 }
/** A new way at most so often: the world takes 20 commands a second. */
const WALK_AGAIN_MS = 320
/** Another attempt at most so often, and so many in all. */
const ENGAGE_AGAIN_MS = 300
const MISSES_MAX = 12
/** The slowest blows follow each other in 1.2 s: without one for so long, the world has ended the fight. */
const SILENT_MS = 2_500
const TOO_FAR = new Set(['MONSTER_OUT_OF_REACH', 'DROP_OUT_OF_REACH'])

export function createPursuit(options: PursuitOptions): Pursuit {
  const { state, send, tame, refused, nowMs } = options
  let aim: Aim | null = null
  /** True while the command of the aim is on its way, or at work. */
  let isEngaged = false
  let reach = 0
  let walkedMs = -Infinity
  let misses = 0
  let missedMs = -Infinity
  let struckMs = -Infinity
  let goal: Cell | null = null

  const reachOf = ({ kind }: Aim) =>
    kind === 'attack' || kind === 'tame' ? (REACH[state.self?.class ?? ''] ?? HAND_REACH) : HAND_REACH
  const place = ({ kind, id }: Aim): Cell | undefined =>
    (kind === 'pickUp' ? state.drops.get(id) : kind === 'follow' ? state.characters.get(id) : state.monsters.get(id))
      ?.position
  const stop = () => {
    aim = null
    isEngaged = false
    goal = null
  }
  const command = async ({ kind, id }: Aim): Promise<CommandOutcome> =>
    kind === 'tame' ? await tame(id) : await send(kind === 'pickUp' ? { pickUp: id } : { attack: id })

  const engage = async (current: Aim, from: number): Promise<void> => {
    isEngaged = true
    struckMs = nowMs()
    goal = null
    const outcome = await command(current)
    if (aim !== current) return
    if (outcome.accepted) {
      if (current.kind !== 'attack') stop()
      return
    }
    // Something hides it, or it has walked on, or the character is not there yet where it is predicted to be.
    if (TOO_FAR.has(outcome.reason) && ++misses < MISSES_MAX) {
      isEngaged = false
      missedMs = nowMs()
      reach = Math.max(1, Math.min(reach, from) - 1)
      return advance()
    }
    stop()
    refused(outcome)
  }
  const walk = (to: Cell) => {
    if (goal !== null && distance(goal, to) < 1) return
    if (nowMs() - walkedMs < WALK_AGAIN_MS) return
    walkedMs = nowMs()
    goal = to
    const current = aim
    void send({ move: to }).then(outcome => {
      if (outcome.accepted || aim !== current) return
      stop()
      refused(outcome)
    })
  }
  const advance = () => {
    if (aim === null || state.self === null) return
    const to = place(aim)
    if (to === undefined) return stop()
    const away = distance(state.self.position, to)
    // Something has come between them, or the monster has walked away and back.
    if (aim.kind === 'attack' && nowMs() - struckMs > SILENT_MS) isEngaged = false
    if (away > reach) {
      isEngaged = false
      walk(to)
    } else if (aim.kind !== 'follow' && !isEngaged && nowMs() - missedMs >= ENGAGE_AGAIN_MS) void engage(aim, away)
  }
  return {
    get aim() {
      return aim
    },
    begin: next => {
      if (aim?.kind === next.kind && aim.id === next.id) return advance()
      stop()
      options.onBegin?.()
      aim = next
      reach = reachOf(next)
      walkedMs = -Infinity
      missedMs = -Infinity
      misses = 0
      // The list beside the map is a quarter of a second old.
      if (place(next) === undefined) options.onGone?.()
      advance()
    },
    stop,
    struck: monsterId => {
      if (aim?.id === monsterId) struckMs = nowMs()
    },
    advance,
  }
}

/** Steps of a king from one cell to the other. */
export const distance = (one: Cell, other: Cell): number =>
  Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
