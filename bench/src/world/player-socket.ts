import type { Cell } from './maps.js'

/** A player's connection, as the load drives it. */
export interface PlayerSocket {
  move(to: Cell): void
  /** A monster near it. @returns false when it knows of none, so nothing was sent */
  attack(): boolean
  bytesRead(): number
  close(): void
}

/** The counters of the clients; all connections share them. */
export interface Figures {
  update(): void
  accepted(): void
  refused(): void
  /** The server has closed a player's connection. */
  closed(): void
  fail(reason: string): void
}

/** Resolves once the player is in the world and has had its first update. */
export type OpenPlayer = (
  player: {
    readonly url: string
    readonly characterId: string
    readonly name: string
    readonly mapIndex: number
    readonly home: Cell
    readonly level: number
    readonly token: string
    /** 0: it subscribes to nothing. */
    readonly everyTicks: number
  },
  figures: Figures,
) => Promise<PlayerSocket>
