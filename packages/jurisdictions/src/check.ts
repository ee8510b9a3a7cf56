import { createCommand, print } from '@waystone/kit/command'
import { ConfigError } from '@waystone/kit/config'
import { readJurisdictions } from './read-rules.js'

createCommand('check:jurisdictions')
  .description(
    'Checks the rules of countries (packages/jurisdictions/rules) and names every problem; else says where paid draws may be refused.',
  )
  .addHelpText('after', '\nExit code: 0, 1 when a file has a problem, 2 for wrong usage.')
  .parse()
try {
  const { restricted } = readJurisdictions()
  const named = restricted.map(code => code ?? 'the default').join(' ')
  print(`The rules are well formed. Paid draws may be refused in: ${named}`)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
