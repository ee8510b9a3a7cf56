import type { Job } from '@waystone/kit/lifecycle'
import type { Needs } from '../needs.js'
import { closePeriods } from './close-periods.js'
import { fillBoards } from './fill-boards.js'
import { createBlockKeeper } from './keep-blocks.js'
import { payPrizes } from './pay-prizes.js'
import { purgePeriods } from './purge-periods.js'

/** How long changes wait at most to be counted: 250 of them at 5,000 a second, each of which a rank passes over. */
const BLOCKS_INTERVAL_MS = 50
const PERIODS_INTERVAL_MS = 2_000
const PURGE_INTERVAL_MS = 60 * 60 * 1000

/** Any number of processes may run them at once. */
export const leaderboardJobs = (needs: Needs): readonly Job[] => [
  { job: 'count the entries of leaderboards', intervalMs: BLOCKS_INTERVAL_MS, run: createBlockKeeper(needs) },
  {
    job: 'close periods of leaderboards',
    intervalMs: PERIODS_INTERVAL_MS,
    run: async () => {
      await fillBoards(needs)
      await closePeriods(needs)
      await payPrizes(needs)
    },
  },
  { job: 'delete old periods of leaderboards', intervalMs: PURGE_INTERVAL_MS, run: () => purgePeriods(needs) },
]
