import { readdirSync, readFileSync } from 'node:fs'
import { ConfigError } from '@waystone/kit/config'
import { checkRules } from './check-rules.js'
import { createJurisdictions, type Jurisdictions } from './jurisdictions.js'

const RULES = new URL('../rules/', import.meta.url)

/**
 * Reads the files of rules, one JSON a jurisdiction.
 * @throws ConfigError naming every problem of all files
 */
export function readJurisdictions(folder: URL = RULES): Jurisdictions {
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .toSorted()
  const unread: string[] = []
  const given = new Map(
    names.flatMap(name => {
      try {
        return [[name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown]]
      } catch (error) {
        unread.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
        return []
      }
    }),
  )
  const { files, problems } = checkRules(given)
  if (unread.length > 0 || problems.length > 0)
    throw new ConfigError([...unread, ...problems].map(problem => `jurisdictions/${problem}`))
  return createJurisdictions(files)
}
