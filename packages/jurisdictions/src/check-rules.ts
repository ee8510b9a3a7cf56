import { isCountry } from './country.js'
import { ruleFile, type RuleFile } from './rule-file.js'

export interface CheckedRules {
  readonly files: ReadonlyMap<string, RuleFile>
  /** Each with its path, such as `BE.json: caps[0].currency: …`. */
  readonly problems: readonly string[]
}

const DEFAULT = 'default.json'
/** Fields of which one alone holds in a country. */
const SINGLE = ['paidRandomItems', 'purchases', 'caps', 'oddsMustBeNamed', 'consentWording'] as const

/** Checks all files of rules, by name, and names every problem. */
export function checkRules(given: ReadonlyMap<string, unknown>): CheckedRules {
  const problems: string[] = []
  const files = new Map<string, RuleFile>()
  for (const [name, content] of given) {
    const parsed = ruleFile.safeParse(content)
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) problems.push(`${name}: ${shownPath(path)}${message}`)
      continue
    }
    const code = name === DEFAULT ? '' : name.replace(/[.]json$/, '')
    problems.push(...problemsOfFile(code, parsed.data).map(problem => `${name}: ${problem}`))
    files.set(code, parsed.data)
  }
  if (!given.has(DEFAULT)) problems.push(`${DEFAULT}: is missing; it holds where no other file does`)
  return { files, problems: [...problems, ...problemsOfUnions(files), ...problemsOfConsent(files)] }
}

/** As `caps[0].currency: `; '' for the whole file. */
function shownPath(path: readonly PropertyKey[]): string {
  const shown = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return shown === '' ? '' : `${shown.replace(/^[.]/, '')}: `
}

function problemsOfFile(code: string, { members, caps = [] }: RuleFile): string[] {
  const problems: string[] = []
  if (code === '' && members !== undefined) problems.push('members: the default has none')
  if (code !== '' && members === undefined && !isCountry(code))
    problems.push('the file is named after no country of ISO 3166-1, and has no members')
  if (members !== undefined && !/^[A-Z]{2}$/.test(code))
    problems.push('the file of a union is named by two capital letters')
  for (const [index, member] of (members ?? []).entries()) {
    if (!isCountry(member)) problems.push(`members[${index}]: ${member} is no country of ISO 3166-1`)
    if (members?.indexOf(member) !== index) problems.push(`members[${index}]: ${member} is named twice`)
  }
  const currencies = caps.map(({ currency }) => currency)
  for (const [index, { currency, perDay = 0, perMonth = Infinity }] of caps.entries()) {
    if (currencies.indexOf(currency) !== index) problems.push(`caps[${index}].currency: ${currency} has two caps`)
    if (perDay > perMonth) problems.push(`caps[${index}].perDay: ${perDay} is more than perMonth, ${perMonth}`)
  }
  return problems
}

/** A country in two unions would have two values of a field. */
function problemsOfUnions(files: ReadonlyMap<string, RuleFile>): string[] {
  const unions = [...files].filter(([, { members }]) => members !== undefined)
  return SINGLE.flatMap(field => {
    const owners = new Map<string, string>()
    return unions.flatMap(([code, { [field]: value, members = [] }]) =>
      value === undefined
        ? []
        : members.flatMap(member => {
            const owner = owners.get(member)
            owners.set(member, code)
            return owner === undefined || files.get(member)?.[field] !== undefined
              ? []
              : [`${code}.json: ${field}: ${owner}.json has one for ${member}, too`]
          }),
    )
  })
}

/** A rule that asks for consent needs its wording, by itself or from the default. */
function problemsOfConsent(files: ReadonlyMap<string, RuleFile>): string[] {
  const fallback = files.get('')?.consentWording
  return [...files].flatMap(([code, file]) =>
    (['paidRandomItems', 'purchases'] as const).flatMap(field => {
      const permission = file[field]
      const asks = typeof permission === 'object' && 'withConsent' in permission
      const isWorded = file.consentWording !== undefined || fallback !== undefined
      return asks && !isWorded ? [`${code === '' ? 'default' : code}.json: ${field}: consentWording is missing`] : []
    }),
  )
}
