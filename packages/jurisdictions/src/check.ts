import { ConfigError } from '@waystone/kit/config'
import { readJurisdictions } from './read-rules.js'

// `npm run check:jurisdictions` names every problem of the files, and ends with 1 where there is one.
try {
  const { restricted } = readJurisdictions()
  const named = restricted.map(code => code ?? 'the default').join(' ')
  process.stdout.write(`The rules are well formed. Paid draws may be refused in: ${named}\n`)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
