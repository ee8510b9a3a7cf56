import { Command } from 'commander'
import { parseConfig, processSettings } from '@waystone/kit/config'
import { runMain } from '@waystone/kit/lifecycle'
import { createLogger } from '@waystone/kit/logger'
import { createDatabase, withTransaction, type Queryable } from '@waystone/kit/postgres'
import { z } from 'zod'
import {
  gameInvariants,
  settledInvariants,
  settledLocalInvariants,
  sharedInvariants,
} from './audit-economy/game-invariants.js'
import { checkLocal, checkShared, type Finding, type Subgraph } from './audit-economy/invariant.js'
import { ledgerInvariants } from './audit-economy/ledger-invariants.js'

const url = z.url({ protocol: /^postgres(ql)?$/ })
const subgraphs = ['users', 'quests', 'gacha'] as const

runMain(async () => {
  const program = new Command('audit:economy')
    .description(
      'Checks every invariant of the economy over the databases of users, quests and gacha. Reads only; may run on a live system.',
    )
    .option('--settled', 'also what only holds when nothing is under way: no pull unfinished, no event waiting', false)
    .addHelpText(
      'after',
      '\nEnvironment: USERS_DATABASE_URL, QUESTS_DATABASE_URL, GACHA_DATABASE_URL\nExit code: 0 when all hold, 1 when one does not.',
    )
    .parse()
  const { settled } = program.opts<{ settled: boolean }>()
  const config = parseConfig(
    { ...processSettings, USERS_DATABASE_URL: url, QUESTS_DATABASE_URL: url, GACHA_DATABASE_URL: url },
    process.env,
  )
  const logger = createLogger({ name: 'audit', level: 'error' })
  const databases = Object.fromEntries(
    subgraphs.map(name => {
      const key = `${name.toUpperCase()}_DATABASE_URL` as 'USERS_DATABASE_URL'
      return [name, createDatabase({ url: config[key], maxConnections: 2, applicationName: 'audit', logger })]
    }),
  ) as Record<Subgraph, ReturnType<typeof createDatabase>>

  const local = [...ledgerInvariants, ...gameInvariants, ...(settled ? settledLocalInvariants : [])]
  const shared = [...sharedInvariants, ...(settled ? settledInvariants : [])]
  let violated = 0
  const report = (finding: Finding) => {
    violated += finding.violations === 0 ? 0 : 1
    process.stdout.write(
      `${finding.violations === 0 ? '✓' : '✗'} ${finding.title}${finding.violations === 0 ? '' : `: ${finding.violations} violation(s)`}\n`,
    )
    for (const example of finding.examples) process.stdout.write(`    ${example}\n`)
  }
  try {
    for (const name of subgraphs) {
      await inSnapshot(databases[name].primary, async snapshot => {
        for (const invariant of local.filter(({ database }) => database === name))
          report(await checkLocal(snapshot, invariant))
      })
    }
    for (const invariant of shared) {
      let rows = 0
      const progress = (more: number) => {
        rows += more
        if (process.stderr.isTTY)
          process.stderr.write(`\r  ${invariant.title}: ${rows.toLocaleString('en')} rows\u001b[K\r`)
      }
      const to = databases[invariant.to].primary
      report(
        await inSnapshot(databases[invariant.from].primary, snapshot =>
          checkShared({ from: snapshot, to }, invariant, progress),
        ),
      )
    }
  } finally {
    await Promise.all(subgraphs.map(name => databases[name].close()))
  }
  process.stdout.write(violated === 0 ? 'All invariants hold.\n' : `${violated} invariant(s) do not hold.\n`)
  process.exitCode = violated === 0 ? 0 : 1
})

/** One moment of one database, however long the look takes. */
const inSnapshot = <T>(
  pool: Parameters<typeof withTransaction>[0],
  work: (snapshot: Queryable) => Promise<T>,
): Promise<T> =>
  withTransaction(pool, async tx => {
    await tx.query({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' })
    return await work(tx)
  })
