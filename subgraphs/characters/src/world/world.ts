import { randomInt, randomUUID } from 'node:crypto'
import { repeat, type RepeatedJob } from '@waystone/kit/lifecycle'
import type { Logger } from '@waystone/kit/logger'
import { releaseLease, renewLease, takeLease, type Lease } from '../repositories/world.js'
import { startWorldLoop, type WorldLoop } from './loop/world-loop.js'
import { introduceCharacters } from './notifier/introduce-characters.js'
import { createGainWriter, type GainWriter } from './persistence/gain-writer.js'
import type { SaveNeeds } from './persistence/save-batch.js'
import { createRecordWriter } from './replay/record-writer.js'

/** A process that has died holds the world no longer than this. */
const LEASE_MS = 5_000
const RENEW_EVERY_MS = 1_000
const SEEDS = 2 ** 32

/** The world, as one of several processes sees it: the one that holds the lease runs it. */
export interface World {
  /** Null while another process runs the world, and before this one does. */
  readonly running: RunningWorld | null
  /** Takes the world as soon as no other process has it, and runs it until it closes. */
  open(): void
  close(): Promise<void>
}

export interface RunningWorld {
  readonly loop: WorldLoop
  readonly writer: GainWriter
}

/**
 * A world that is yet to be opened. All maps are one holder's; its epoch is in every batch that it saves, so
 * a process that was suspended and comes back saves nothing over its successor.
 */
export function createWorld(needs: SaveNeeds & { readonly logger: Logger }): World {
  const { logger, pool } = needs
  const holder = randomUUID()
  const records = createRecordWriter(needs)
  let held: (RunningWorld & { readonly lease: Lease }) | null = null
  let job: RepeatedJob | undefined

  const stop = async (): Promise<void> => {
    const stopped = held
    held = null
    if (stopped === null) return
    // The loop first: the writer then has the last tick.
    await stopped.loop.close()
    await stopped.writer.close()
    await releaseLease(pool, stopped.lease.epoch)
  }
  const run = (lease: Lease): void => {
    const loop = startWorldLoop(
      {
        contentDirectory: null,
        maps: needs.content.maps.map(({ id }) => ({ mapId: id, tick: lease.tick, seed: randomInt(SEEDS) })),
      },
      {
        onFailure: error => {
          logger.error({ err: error }, 'the loop of the world has failed; it begins anew')
          void stop()
        },
        onRecording: recording => records.take(recording, lease.epoch),
      },
    )
    const writer = createGainWriter({
      ...needs,
      epoch: lease.epoch,
      holdGains: isHeld => void loop.command({ type: 'holdGains', held: isHeld }),
      onLost: () => void stop(),
    })
    loop.onTick(report => writer.take(report))
    introduceCharacters(loop, needs)
    held = { loop, writer, lease }
    logger.info({ epoch: lease.epoch, tick: lease.tick }, 'the world runs in this process')
  }
  const hold = async (): Promise<void> => {
    if (held === null) {
      const lease = await takeLease(pool, { holder, durationMs: LEASE_MS })
      if (lease !== null) run(lease)
    } else if (!(await renewLease(pool, { epoch: held.lease.epoch, durationMs: LEASE_MS }))) await stop()
  }
  return {
    get running() {
      return held
    },
    open: () => {
      job = repeat({ job: 'hold the world', intervalMs: RENEW_EVERY_MS, logger, run: hold })
    },
    close: async () => {
      await job?.stop()
      await stop()
      // Last: another process may have the world already.
      await records.close()
    },
  }
}
