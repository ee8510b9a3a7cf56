import { createLiveClient, createWorldView, LiveError, type WorldCommand } from '@waystone/live-client'
import { WebSocket } from 'ws'
import { chooseCommand, type Chance } from './choose-command.js'
import type { Player } from './sign-up.js'
import type { Statistics } from './statistics.js'

/** How far apart the decisions of one bot are, in milliseconds. */
const DECIDE_EVERY_MS = 1_000
/** Refusals after which a bot chooses among all again. */
const AVOIDED_MAX = 10
/** It enters the world again after these: the process that ran it has ended, or it was taken out. */
const OUTSIDE = new Set(['NOT_IN_WORLD', 'WORLD_CLOSED'])

/** One player who plays by itself, on a connection of its own. */
export interface Bot {
  /** Set once the server has refused it for good. */
  readonly failure: LiveError | null
  /** Takes its character out of the world and closes its connection. */
  stop(): Promise<void>
}

export function startBot(options: {
  readonly player: Player
  readonly webSocketUrl: string
  readonly everyTicks: number
  readonly statistics: Statistics
  /** Tells a bot's character from other players'. */
  readonly isBot: (characterId: string) => boolean
  readonly chance: Chance
}): Bot {
  const { player, webSocketUrl, everyTicks, statistics, isBot, chance } = options
  const { characterId } = player
  const live = createLiveClient({ url: webSocketUrl, webSocketImpl: WebSocket, token: player.token })
  const world = createWorldView({ live, characterId, everyTicks })
  const avoided = new Set<string>()
  let striking: string | null = null
  let failure: LiveError | null = null
  let isOutside = true
  let isDeciding = false

  world.subscribe(event => {
    if (event.type === 'corrected') statistics.corrections++
    if (event.type === 'failed') failure = event.error
    if (event.type !== 'updated') return
    const { at, changes, snapshot } = event.update
    const latencyMs = Date.now() - at
    statistics.updates++
    if (snapshot) statistics.snapshots++
    for (const change of changes) {
      if (change.__typename === 'CharacterMoved' && change.characterId !== characterId && isBot(change.characterId))
        statistics.stepLatency.add(latencyMs)
      else if (change.__typename === 'MonsterDied' && change.byCharacterId === characterId) statistics.kills++
      else if (change.__typename === 'CharacterLeveledUp' && change.characterId === characterId) statistics.levels++
      else if (change.__typename === 'CharacterDied' && change.characterId === characterId) statistics.deaths++
    }
  })

  const send = async (command: WorldCommand): Promise<void> => {
    const outcome = await world.send(command)
    if (outcome.accepted) {
      striking = 'attack' in command ? command.attack : 'move' in command ? null : striking
      if ('pickUp' in command) statistics.drops++
      return count(null)
    }
    count(outcome.reason)
    if (OUTSIDE.has(outcome.reason)) isOutside = true
    if (avoided.size >= AVOIDED_MAX) avoided.clear()
    if ('attack' in command) avoided.add(command.attack)
    else if ('pickUp' in command) avoided.add(command.pickUp)
  }
  const count = (reason: string | null) => {
    if (reason === null) statistics.accepted++
    else statistics.refused.set(reason, (statistics.refused.get(reason) ?? 0) + 1)
  }
  const enter = async () => {
    const outcome = await world.enter()
    count(outcome.accepted ? null : outcome.reason)
    isOutside = !outcome.accepted
  }
  const decide = async (): Promise<void> => {
    const { state } = world
    const command = isOutside ? null : chooseCommand({ state, class: player.class, avoided, striking, chance })
    if (!isOutside && command === null) return
    const sentAt = performance.now()
    await (command === null ? enter() : send(command))
    statistics.commandLatency.add(performance.now() - sentAt)
  }
  const decideOnce = async (): Promise<void> => {
    // One that waits for an answer gives no further command.
    if (isDeciding) return
    isDeciding = true
    try {
      await decide()
    } catch (error) {
      if (!(error instanceof LiveError)) throw error
      statistics.lost++
    } finally {
      isDeciding = false
    }
  }
  const every = setInterval(() => void decideOnce(), DECIDE_EVERY_MS)
  void decideOnce()
  return {
    get failure() {
      return failure
    },
    stop: async () => {
      clearInterval(every)
      try {
        await world.leave()
      } catch {
        // Without a connection it cannot leave; the world takes it out by itself.
      }
      world.close()
      await live.close()
    },
  }
}
