import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, statfsSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../cluster/cluster.js'
import { until } from '../cluster/wait.js'

const DISK = '600m'
/** Room for what the file system notes about the file that fills it. */
const LEFT_BYTES = 1024 * 1024
/** More log than the files hold that the replica has allocated before. */
const LOG_MESSAGES = 20
const LOG_MESSAGE_BYTES = 8 * 1024 * 1024
const NOTICED_WITHIN_MS = 30_000

export interface SmallDisk {
  /** Takes nearly all space that is left. */
  fill(): void
  /** Until the replica can write no more of the primary's log. */
  untilNoticed(): Promise<void>
  /** Makes room, and puts the replica back on its own disk. */
  mend(): Promise<void>
}

/** Puts a replica that no commit waits for on a small file system in memory; Patroni copies the primary there. */
export async function fillDisk({ databases, postgres, logs }: Cluster): Promise<SmallDisk> {
  const synchronous = await databases.synchronous()
  const replica = (await databases.replicas()).find(node => node !== synchronous)
  if (replica === undefined) throw new Error('Expected a replica besides the synchronous one')
  const { directory } = replica
  await replica.stop()
  run('mount', '-t', 'tmpfs', '-o', `size=${DISK},mode=0700`, 'tmpfs', directory)
  const unmount = () => run('umount', directory)
  try {
    replica.prepare()
    await replica.start()
    await databases.untilWhole()
  } catch (error) {
    await replica.stop()
    unmount()
    await replica.start()
    throw error
  }
  const filler = path.join(directory, 'filler')
  const free = () => {
    const { bavail, bsize } = statfsSync(directory)
    return bavail * bsize
  }
  return {
    fill: () => run('fallocate', '--length', String(free() - LEFT_BYTES), filler),
    untilNoticed: async () => {
      for (let message = 0; message < LOG_MESSAGES; message++)
        await postgres
          .pool('users')
          .query(`select pg_logical_emit_message(false, 'waystone', repeat('x', ${LOG_MESSAGE_BYTES}))`)
      await until(
        `${replica.name} to find its disk full`,
        () => Promise.resolve(readFileSync(path.join(logs, `${replica.name}.log`), 'utf8').includes('No space left')),
        { timeoutMs: NOTICED_WITHIN_MS },
      )
    },
    mend: async () => {
      rmSync(filler, { force: true })
      await databases.untilWhole()
      await replica.stop()
      unmount()
      await replica.start()
      await databases.untilWhole()
    },
  }
}

const run = (command: string, ...args: string[]): void => {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}
