import { atLeast, figuresOf, ratioOf, table, type Figures, type Target } from '../economy/report.js'
import { startServers } from '../economy/servers.js'
import { measureRound, type Round, type Subject } from '../load.js'
import { step } from '../progress.js'
import { startDeposits } from './deposits.js'

export interface SocialOptions {
  /** How long deposits are sent in one round. */
  readonly seconds: number
  readonly rounds: number
  readonly depositors: number
  readonly concurrency: number
}

export interface SocialResult {
  readonly measured: readonly { readonly subject: string; readonly figures: Figures }[]
  readonly targets: readonly Target[]
}

const WARM_UP_MS = 2_000

/** Compares deposits into one treasury with deposits into many, in rounds that take turns. */
export async function runSocial(options: SocialOptions): Promise<SocialResult> {
  const servers = await startServers()
  try {
    const { one, many } = await startDeposits(servers, options.depositors)
    const measure = (subject: Subject, durationMs: number) =>
      measureRound(subject, { concurrency: options.concurrency, durationMs })
    const rounds: { one: Round; many: Round }[] = []
    await step('Warming up', async () => {
      await measure(one, WARM_UP_MS)
      await measure(many, WARM_UP_MS)
    })
    for (let round = 1; round <= options.rounds; round++) {
      await step(`Round ${round} of ${options.rounds}`, async () => {
        rounds.push({
          one: await measure(one, options.seconds * 1000),
          many: await measure(many, options.seconds * 1000),
        })
      })
    }
    const [ofOne, ofMany] = [rounds.map(round => round.one), rounds.map(round => round.many)]
    return {
      measured: [
        { subject: one.name, figures: figuresOf(ofOne) },
        { subject: many.name, figures: figuresOf(ofMany) },
      ],
      targets: [atLeast('Rate of one treasury by the rate of many', 0.5, ratioOf(ofOne, ofMany))],
    }
  } finally {
    await servers.lifecycle.close()
  }
}

export function socialTable({ measured }: SocialResult): string {
  const rows = measured.map(({ subject, figures }) => [
    subject,
    String(figures.perSecond),
    String(figures.cpuMsEach ?? ''),
    String(figures.p50Ms),
    String(figures.p99Ms),
  ])
  return table([['', 'per second', 'CPU ms', 'p50 ms', 'p99 ms'], ...rows])
}
