import { setTimeout as delay } from 'node:timers/promises'
import { openColyseusPlayer } from './colyseus-player.js'
import { openHousePlayer } from './house-player.js'
import { createChance, createMaps, type BenchMap } from './maps.js'
import type { Figures, PlayerSocket } from './player-socket.js'
import { LEVEL, nextCell, type BenchPlayer } from './players.js'

// A process of its own with all the players of one contestant. They read no more of a message than they must.

export type ClientCommand =
  | {
      readonly kind: 'open'
      readonly server: 'waystone' | 'colyseus'
      readonly url: string
      readonly mapCount: number
      readonly players: readonly (BenchPlayer & { readonly token: string })[]
      readonly everyTicks: number
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'count' }

export interface Counted {
  readonly updates: number
  readonly accepted: number
  readonly refused: number
  readonly commands: number
  /** Connections that the server has closed. */
  readonly closed: number
  readonly bytes: number
}

export interface Reply {
  readonly failed?: string
  readonly counted?: Counted
}

const OPENING_MAX = 20
const ATTEMPTS_MAX = 10
const RETRY_AFTER_MS = 500
const DECIDE_EVERY_MS = 1_000
/** Of ten decisions, those to attack; the others, and those with nothing to attack, are walks. */
const ATTACKS_IN_TEN = 3

const sockets: PlayerSocket[] = []
let counts = { updates: 0, accepted: 0, refused: 0, commands: 0 }
let closed = 0
let bytesAtReset = 0
const bytesRead = () => sockets.reduce((sum, socket) => sum + socket.bytesRead(), 0)
const tell = (reply: Reply) => void process.send?.(reply)

const figures: Figures = {
  update: () => counts.updates++,
  accepted: () => counts.accepted++,
  refused: () => counts.refused++,
  closed: () => closed++,
  fail: reason => tell({ failed: reason }),
}

async function openAll(given: Extract<ClientCommand, { kind: 'open' }>): Promise<void> {
  const { everyTicks, mapCount, server, url } = given
  const maps = createMaps(mapCount)
  const openPlayer = server === 'waystone' ? openHousePlayer : openColyseusPlayer
  const waiting = given.players.entries()
  const opened: { readonly player: BenchPlayer; readonly socket: PlayerSocket }[] = []
  const open = async () => {
    for (const [, player] of waiting) {
      const socket = await withRetries(() => openPlayer({ url, ...player, level: LEVEL, everyTicks }, figures))
      sockets.push(socket)
      opened.push({ player, socket })
    }
  }
  await Promise.all(Array.from({ length: OPENING_MAX }, open))
  // Not before all have entered: a server that is busy with players would hold the rest up.
  for (const [number, { player, socket }] of opened.entries())
    setTimeout(() => play(player, socket, maps), (number * DECIDE_EVERY_MS) / opened.length)
  tell({})
}

const chance = createChance(1 + Math.floor(Math.random() * 1_000_000))

function play(player: BenchPlayer, socket: PlayerSocket, maps: readonly BenchMap[]): void {
  const map = maps[player.mapIndex]
  if (map === undefined) throw new RangeError(`There is no map ${player.mapIndex}`)
  setInterval(() => {
    if (chance(10) < ATTACKS_IN_TEN && socket.attack()) counts.commands++
    else {
      socket.move(nextCell(map, player, chance))
      counts.commands++
    }
  }, DECIDE_EVERY_MS)
}

/** A server that is busy lets connections wait until they are given up: a player comes again. */
async function withRetries<T>(open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      if (attempt === ATTEMPTS_MAX) throw error
      await delay(attempt * RETRY_AFTER_MS)
    }
  }
}

process.on('message', (command: ClientCommand) => {
  switch (command.kind) {
    case 'open':
      openAll(command).catch((error: unknown) => tell({ failed: String(error) }))
      return
    case 'reset':
      counts = { updates: 0, accepted: 0, refused: 0, commands: 0 }
      closed = 0
      bytesAtReset = bytesRead()
      return tell({})
    case 'count':
      return tell({ counted: { ...counts, closed, bytes: bytesRead() - bytesAtReset } })
  }
})
process.on('disconnect', () => process.exit(0))
