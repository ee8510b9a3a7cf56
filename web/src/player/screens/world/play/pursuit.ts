import type { Cell, CommandOutcome, WorldCommand, WorldViewState } from '@waystone/live-client'

/** The thing that the character walks to, and the command that follows once it is near enough. */
export interface Aim {
  readonly kind: 'attack' | 'tame' | 'pickUp' | 'follow'
  readonly id: string
}

/** Goes after something: the world itself lets characters strike only at what is within reach. */
export interface Pursuit {
  readonly aim: Aim | null
  begin(aim: Aim): void
  stop(): void
  /** To be called whenever the state of the world has changed. */
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
  readonly nowMs: () => number
}

const HAND_REACH = 2
/** docs/world.md: how far classes strike. */
const REACH: Readonly<Record<string, number>> = { MAGE: 7, ARCHER: 9 }
/** A new way at most so often: the world takes 20 commands a second. */
const WALK_AGAIN_MS = 320
const TOO_FAR = new Set(['MONSTER_OUT_OF_REACH', 'DROP_OUT_OF_REACH'])

export function createPursuit(options: PursuitOptions): Pursuit {
  const { state, send, tame, refused, nowMs } = options
  let aim: Aim | null = null
  /** True while the command of the aim is on its way, or at work. */
  let isEngaged = false
  let reach = 0
  let walkedMs = -Infinity
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
    goal = null
    const outcome = await command(current)
    if (aim !== current) return
    if (outcome.accepted) {
      if (current.kind !== 'attack') stop()
      return
    }
    isEngaged = false
    // Something hides it, or it has walked on: nearer it can be reached.
    if (TOO_FAR.has(outcome.reason) && from > 1) {
      reach = Math.min(reach, from) - 1
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
    if (away > reach) {
      isEngaged = false
      walk(to)
    } else if (aim.kind !== 'follow' && !isEngaged) void engage(aim, away)
  }
  return {
    get aim() {
      return aim
    },
    begin: next => {
      stop()
      options.onBegin?.()
      aim = next
      reach = reachOf(next)
      walkedMs = -Infinity
      advance()
    },
    stop,
    advance,
  }
}

/** Steps of a king from one cell to the other. */
export const distance = (one: Cell, other: Cell): number =>
  Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
