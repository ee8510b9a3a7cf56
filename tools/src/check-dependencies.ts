import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommand } from '@waystone/kit/command'
import { completeDates, readDates, writeDates } from './dependencies/dates-file.js'
import { lockedPackages } from './dependencies/lock-packages.js'
import { findProblems, policySchema } from './dependencies/policy.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const datesFile = join(root, 'tools/dependencies/dates.json')

const program = createCommand('check:dependencies')
  .description(
    'Checks the locked packages: install scripts, licences, and that none is younger than a week. Asks nobody.',
  )
  .option(
    '--record',
    'ask the registry for the dates of packages that have none, and write tools/dependencies/dates.json',
  )
  .action(async (options: { record?: boolean }) => {
    const packages = lockedPackages(await readFile(join(root, 'package-lock.json'), 'utf8'))
    const policyText = await readFile(join(root, 'tools/dependencies/policy.json'), 'utf8')
    const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)
    let dates = readDates(await readFile(datesFile, 'utf8'))
    if (options.record === true) {
      dates = await completeDates(packages, dates, today)
      await writeFile(datesFile, writeDates(dates))
    }
    const problems = findProblems(packages, { policy: policySchema.parse(JSON.parse(policyText)), dates, today })
    if (problems.length > 0) {
      process.stderr.write(`${problems.join('\n')}\n${problems.length} problem(s) of dependencies\n`)
      process.exitCode = 1
    } else process.stdout.write(`${packages.length} packages are in order\n`)
  })

await program.parseAsync()
