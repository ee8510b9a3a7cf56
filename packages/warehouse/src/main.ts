import { Option } from 'commander'
import { countOf, createCommand, print, printJson, tableOf } from '@waystone/kit/command'
import { StartError } from '@waystone/kit/errors'
import { runMain } from '@waystone/kit/lifecycle'
import { backfillDays, forgetAll } from './backfill.js'
import { checkWarehouse, type TableCheck } from './check.js'
import { clickHouseSchema, loadClickHouse, type LoadOptions } from './clickhouse/load-clickhouse.js'
import { readQueryConfig, readRunConfig, type QueryConfig } from './config.js'
import { dayArgument, daysOf } from './days.js'
import { rowsOf } from './engine.js'
import { askWarehouse } from './query.js'
import { questions } from './questions/index.js'
import { rewindWarehouse } from './rewind.js'
import { runWarehouse, type WarehouseOptions } from './run.js'
import type { Standing } from './standing.js'
import { factTables } from './tables.js'
import { writeAnswers } from './write-answers.js'

const program = createCommand('warehouse')
  .description(
    'The warehouse: copies ledger, purchases, pulls and events of the databases into Parquet files by day, and answers questions of them.',
  )
  .addHelpText(
    'after',
    `
Settings: WAREHOUSE_DIR (where the files are, .warehouse unless said otherwise), WAREHOUSE_KEY (of the pseudonyms of
players; at least 32 characters), WAREHOUSE_ANSWERS (where answers are put for the console, answers below WAREHOUSE_DIR
unless said otherwise), CLICKHOUSE_URL (a database of a ClickHouse server that is to have what the warehouse has, as
http://user:password@host:8123/database), USERS_DATABASE_URL, QUESTS_DATABASE_URL, GACHA_DATABASE_URL (of the system that runs on the
data directory unless said otherwise), and …_DATABASE_READ_URL, which are read instead where they are set.
Exit code: 0 when all is well, 1 when something failed or differs, 2 for wrong usage.`,
  )

const dataOption = () => new Option('--data <dir>', 'data directory of the running system').default('.data')

program
  .command('run')
  .description('Reads what is new; a run that was killed goes on where it left off.')
  .addOption(dataOption())
  .action(async ({ data }: { data: string }) => {
    await run(await readRunConfig(process.env, data))
  })

program
  .command('backfill')
  .description('Reads days again and replaces their files, or everything with --all.')
  .option('--from <day>', 'the first UTC day, as 2026-11-30', dayArgument)
  .option('--to <day>', 'the last UTC day; the first one unless said otherwise', dayArgument)
  .addOption(
    new Option('--tables <names...>', 'of these tables only')
      .choices(factTables.map(({ name }) => name))
      .conflicts('all'),
  )
  .option('--all', 'forget everything that was read, and read it anew', false)
  .addOption(dataOption())
  .action(async (given: { from?: string; to?: string; tables?: readonly string[]; all: boolean; data: string }) => {
    const days = daysOf(given)
    if (typeof days === 'string') return program.error(`error: ${days}`)
    const config = await readRunConfig(process.env, given.data)
    if (days === null) {
      await forgetAll(config)
      return await run(config)
    }
    const tables = given.tables ?? factTables.map(({ name }) => name)
    await backfillDays({ ...config, days, tables }, showRows)
    await publish(readQueryConfig(process.env))
    print(`✓ ${tables.join(', ')} from ${days.from} to ${days.to} were read again`)
  })

program
  .command('rewind')
  .description(
    'Brings the warehouse back to what the databases have, after they were put back to an earlier time, and runs. May be repeated.',
  )
  .addOption(dataOption())
  .action(async ({ data }: { data: string }) => {
    const config = await readRunConfig(process.env, data)
    let isChanged = false
    await rewindWarehouse(config, ({ table, days }) => {
      isChanged = true
      print(days === null ? `✓ ${table} was read again` : `✓ ${table} was read again of ${days.join(', ')}`)
    })
    if (!isChanged) print('✓ the databases have lost nothing that the warehouse has')
    await run(config)
  })

program
  .command('check')
  .description('Compares counts and sums with the databases to the unit, and looks for what deleted accounts left.')
  .option('--json', 'print one JSON value', false)
  .addOption(dataOption())
  .action(async ({ json, data }: { json: boolean; data: string }) => {
    const checks: TableCheck[] = []
    const { differences, personalFiles, standings } = await checkWarehouse(
      await readRunConfig(process.env, data),
      check => {
        checks.push(check)
        if (!json) report(check)
      },
    )
    // Answers that name a deleted account go as the rows do.
    if (personalFiles > 0) await publish(readQueryConfig(process.env))
    const isBehind = Object.values(standings).some(({ phase }) => phase === 'behind')
    const isGood = differences === 0 && !isBehind
    process.exitCode = isGood ? 0 : 1
    if (json) {
      const tables = checks.map(({ rows, ...check }) => ({ ...check, rows: String(rows) }))
      return printJson({ ok: isGood, differences, personalFiles, standings, tables })
    }
    if (personalFiles > 0) print(`  ${countOf(personalFiles, 'file')} of accounts that were deleted since were erased`)
    for (const [name, standing] of Object.entries(standings)) reportStanding(name, standing, differences)
    print(isGood ? 'The warehouse agrees with the databases.' : `${countOf(differences, 'difference')}.`)
  })

program
  .command('query')
  .description('Answers a question, or lists them.')
  .argument('[question]', 'by its name')
  .option('--json', 'print one JSON value', false)
  .addHelpText('after', `\n${tableOf(questions.map(({ name, description }) => [`  ${name}`, description]))}`)
  .action(async (question: string | undefined, { json }: { json: boolean }) => {
    if (question === undefined) return print(tableOf(questions.map(({ name, description }) => [name, description])))
    const { columns, rows, ranAt } = await askWarehouse({ ...readQueryConfig(process.env), question })
    if (json) return printJson({ ranAt, rows: rowsOf({ columns, rows }) })
    print(tableOf([columns, ...rows.map(row => row.map(value => value ?? '–'))]))
    print(`${countOf(rows.length, 'row')}, as of ${ranAt ?? 'a run that has not ended'}`)
  })

program
  .command('clickhouse')
  .description(
    'Brings the database of CLICKHOUSE_URL to what the warehouse has: tables, rows, and the questions as views. May be repeated; run, backfill and rewind do it, too, where CLICKHOUSE_URL is set.',
  )
  .option('--sql', 'print the statements that make its tables and views, and send nothing', false)
  .action(async ({ sql }: { sql: boolean }) => {
    const config = readQueryConfig(process.env)
    if (sql) return print((await clickHouseSchema(config)).map(statement => `${statement};`).join('\n\n'))
    if (config.clickHouseUrl === null)
      throw new StartError('CLICKHOUSE_URL: expected http(s)://user:password@host:port/database, got nothing')
    await load({ ...config, url: config.clickHouseUrl })
  })

/** Hands on what the warehouse has: to the console, and to ClickHouse. A failure of one leaves out no other. */
async function publish(config: QueryConfig): Promise<void> {
  const url = config.clickHouseUrl
  const outcomes = await Promise.allSettled([writeAnswers(config), url === null ? null : load({ ...config, url })])
  const reasons = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  if (reasons.length > 1 && reasons.every(reason => reason instanceof StartError))
    throw new StartError(reasons.map(({ message }) => message).join('\n'))
  if (reasons.length > 0) throw reasons[0]
}

async function load(options: LoadOptions): Promise<void> {
  const { files, rows } = await loadClickHouse(options, showRows)
  print(`✓ ClickHouse: ${countOf(files, 'file')} loaded, ${countOf(rows, 'row')}`)
}

async function run(config: WarehouseOptions): Promise<void> {
  const { rows, erasedFiles, compactedFiles } = await runWarehouse(config, showRows)
  for (const [table, count] of Object.entries(rows)) print(`✓ ${table}: ${countOf(count, 'new row')}`)
  if (erasedFiles > 0) print(`✓ ${countOf(erasedFiles, 'file')} written anew without deleted accounts`)
  if (compactedFiles > 0) print(`✓ ${countOf(compactedFiles, 'small file')} put together`)
  await publish(readQueryConfig(process.env))
}

function report({ table, rows, differences }: TableCheck): void {
  const count = countOf(Number(rows), 'row')
  print(differences.length === 0 ? `✓ ${table}: ${count}` : `✗ ${table}: ${count}`)
  for (const { day, figure, database, warehouse } of differences)
    print(
      `    ${day ?? 'all'} ${figure}: ${database ?? 'nothing'} in the database, ${warehouse ?? 'nothing'} in the warehouse`,
    )
}

function reportStanding(name: string, standing: Standing, differences: number): void {
  switch (standing.phase) {
    case 'level':
      return
    case 'behind':
      return print(
        `✗ The warehouse is ahead of the database of ${name}: it has read transactions up to ${standing.position}, and the database is at ${standing.horizon}. A replica that lags comes after it; a database that was put back to an earlier time needs: npm run warehouse -- rewind`,
      )
    case 'other-timeline':
      return print(
        differences === 0
          ? `  The database of ${name} has begun timeline ${standing.found} since the last run (${standing.known} then): a failover or a restore. Nothing that was read is lost, and the next run goes on.`
          : `✗ The database of ${name} has begun timeline ${standing.found} since the last run (${standing.known} then): it was put back to an earlier time, or has lost writes in a failover. The warehouse is ahead of it by the differences above: npm run warehouse -- rewind`,
      )
    default:
      return standing satisfies never
  }
}

function showRows(table: string, rows: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r  ${table}: ${rows.toLocaleString('en')} rows\u001b[K\r`)
}

runMain(async () => {
  await program.parseAsync()
})
