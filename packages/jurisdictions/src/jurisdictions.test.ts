import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkRules } from './check-rules.js'
import { countries, isCountry } from './country.js'
import { createJurisdictions } from './jurisdictions.js'
import { barOf, bornBy, isDay, type Player } from './permission.js'
import { readJurisdictions } from './read-rules.js'
import { ruleFile, type RuleFile } from './rule-file.js'

const jurisdictions = readJurisdictions()
const today = '2026-11-30'
const aPlayer = (given: Partial<Player> = {}): Player => ({
  country: null,
  birthDate: null,
  consentWording: null,
  ...given,
})
/** The rule that keeps a player from a paid draw by the files that are delivered. */
const barredBy = (given: Partial<Player>) => {
  const player = aPlayer(given)
  const law = jurisdictions.lawIn(player.country)
  return barOf(law.paidRandomItems, player, { wording: law.consentWording, today })?.rule ?? null
}

describe('the files that are delivered', () => {
  it('forbid paid draws in Belgium, whatever is declared', () => {
    expect(barredBy({ country: 'BE' })).toBe('FORBIDDEN')
    expect(barredBy({ country: 'BE', birthDate: '1970-01-01', consentWording: 'us-2026-1' })).toBe('FORBIDDEN')
  })

  it('allow them from 18 years on in Brazil, and not where the age is not known', () => {
    expect(barredBy({ country: 'BR' })).toBe('ADULTS_ONLY')
    expect(barredBy({ country: 'BR', birthDate: '2008-12-01' })).toBe('ADULTS_ONLY')
    expect(barredBy({ country: 'BR', birthDate: '2008-11-30' })).toBeNull()
  })

  it('allow them below 16 in the United States by consent to the present wording', () => {
    const child = { country: 'US', birthDate: '2012-05-05' }
    expect(barredBy(child)).toBe('CONSENT_NEEDED')
    expect(barredBy({ ...child, consentWording: 'us-2025-1' })).toBe('CONSENT_NEEDED')
    expect(barredBy({ ...child, consentWording: 'us-2026-1' })).toBeNull()
    expect(barredBy({ country: 'US', birthDate: '2010-11-30' })).toBeNull()
    expect(barredBy({ country: 'US' })).toBe('CONSENT_NEEDED')
  })

  it.each(['NL', 'GB', 'KR', 'JP', 'CN', 'FR', 'NZ'])('allow them in %s', country => {
    expect(barredBy({ country })).toBeNull()
  })

  it('allow them where no country is known, and ask for nothing there', () => {
    expect(barredBy({})).toBeNull()
    expect(jurisdictions.lawIn(null)).toMatchObject({ caps: [], oddsMustBeNamed: false, retentionDays: 0 })
    expect(jurisdictions.restricted).not.toContain(null)
  })

  it('have the odds named where a country or its union has something shown before a purchase', () => {
    expect(['KR', 'JP', 'CN', 'US', 'DE', 'BE'].map(code => jurisdictions.lawIn(code).oddsMustBeNamed)).not.toContain(
      false,
    )
    expect(jurisdictions.restricted).toEqual(expect.arrayContaining(['KR', 'DE', 'BE', 'BR', 'US']))
    expect(jurisdictions.restricted).not.toContain('NZ')
  })

  it('have results kept for 90 days in China', () => {
    expect(jurisdictions.lawIn('CN').retentionDays).toBe(90)
    expect(jurisdictions.retentionDaysMax).toBe(90)
  })

  it('have shown in a member of the European Union what holds in the union and everywhere', () => {
    const told = (code: string) => jurisdictions.lawIn(code).mustShow.map(({ jurisdiction }) => jurisdiction)
    expect(told('DE')).toEqual([null, null, 'EU'])
    expect(told('EU')).toEqual(told('DE'))
    expect(told('BR')).toEqual([null, null])
    expect(jurisdictions.everyMustShow).toHaveLength(7)
  })
})

describe('rules of a country', () => {
  const { files, problems } = checkRules(
    new Map<string, unknown>([
      [
        'default.json',
        { caps: [{ currency: 'USD', perMonth: 900 }], retentionDays: 5, paidRandomItems: { adultsOnly: 12 } },
      ],
      ['EU.json', { members: ['BE', 'FR'], caps: [{ currency: 'USD', perDay: 100, perMonth: 500 }], retentionDays: 3 }],
      ['BE.json', { caps: [], purchases: 'forbidden' }],
    ]),
  )
  const given = createJurisdictions(files)

  it('are its own, then those of its union, then the default, field by field', () => {
    expect(problems).toEqual([])
    expect(given.lawIn('BE')).toMatchObject({ caps: [], purchases: 'forbidden', paidRandomItems: { adultsOnly: 12 } })
    expect(given.lawIn('FR').caps).toEqual([{ currency: 'USD', perDay: 100, perMonth: 500 }])
    expect(given.lawIn('NZ').caps).toEqual([{ currency: 'USD', perMonth: 900 }])
    expect(given.lawIn('FR').retentionDays).toBe(5)
    expect(given.capCurrencies).toEqual(['USD'])
  })

  it('may refuse draws anywhere where the default does', () => {
    expect(given.restricted).toHaveLength(countries.length + 1)
  })
})

describe('the check', () => {
  const problemsOf = (given: Record<string, unknown>) =>
    checkRules(new Map(Object.entries({ 'default.json': {}, ...given }))).problems

  it('names each problem by its file and path', () => {
    expect(problemsOf({ 'BE.json': { paidRandomItem: 'allowed' } })).toEqual([
      expect.stringMatching(/^BE[.]json: .*paidRandomItem/),
    ])
    expect(
      problemsOf({
        'US.json': { caps: [{ currency: 'usd', perDay: -1 }], paidRandomItems: { withConsent: 16 } },
        'CN.json': {
          retentionDays: 0.5,
          mustShow: [{ authority: 'x', parts: ['ODDS'], source: { title: 'y', url: 'z' } }],
        },
      }),
    ).toEqual([
      expect.stringMatching(/^US[.]json: caps\[0\][.]currency: must be a code of ISO 4217/),
      expect.stringMatching(/^US[.]json: caps\[0\][.]perDay: /),
      expect.stringMatching(/^CN[.]json: mustShow\[0\][.]parts\[0\]: /),
      expect.stringMatching(/^CN[.]json: mustShow\[0\][.]source[.]url: /),
      expect.stringMatching(/^CN[.]json: retentionDays: /),
    ])
  })

  it('refuses what is no country, a wording that is missing, and caps that contradict each other', () => {
    expect(problemsOf({ 'XX.json': {} })).toEqual([
      'XX.json: the file is named after no country of ISO 3166-1, and has no members',
    ])
    expect(problemsOf({ 'US.json': { purchases: { withConsent: 16 } } })).toEqual([
      'US.json: purchases: consentWording is missing',
    ])
    const caps = [
      { currency: 'USD', perDay: 5, perMonth: 4 },
      { currency: 'USD', perDay: 1 },
    ]
    expect(problemsOf({ 'US.json': { caps } })).toEqual([
      'US.json: caps[0].perDay: 5 is more than perMonth, 4',
      'US.json: caps[1].currency: USD has two caps',
    ])
    expect(problemsOf({ 'US.json': { caps: [{ currency: 'USD' }] } })).toEqual([
      'US.json: caps[0]: must have perDay or perMonth',
    ])
  })

  it('refuses two unions that say different things of one country', () => {
    const unions = {
      'EU.json': { members: ['BE', 'UK'], purchases: 'allowed' },
      'BX.json': { members: ['BE', 'BE'], purchases: 'forbidden' },
    }
    expect(problemsOf(unions)).toEqual([
      'EU.json: members[1]: UK is no country of ISO 3166-1',
      'BX.json: members[1]: BE is named twice',
      'BX.json: purchases: EU.json has one for BE, too',
      'BX.json: purchases: BX.json has one for BE, too',
    ])
  })

  it('wants a default', () => {
    expect(checkRules(new Map()).problems).toEqual(['default.json: is missing; it holds where no other file does'])
  })
})

describe('countries and days', () => {
  it('are those of ISO 3166-1 and of the calendar', () => {
    expect(['BE', 'GB', 'KR', 'TW'].filter(code => !isCountry(code))).toEqual([])
    expect(['be', 'EU', 'UK', 'XX', 'ZZ', 'SU', 'DD', 'USA', ''].filter(isCountry)).toEqual([])
    expect(countries.length).toBeGreaterThan(240)
    expect(['2024-02-29', '1999-12-31'].filter(day => !isDay(day))).toEqual([])
    expect(['2023-02-29', '2023-13-01', '23-01-01', '2023-1-1', ''].filter(isDay)).toEqual([])
  })

  it('make who was born on 29 February a year older on 1 March', () => {
    expect('2008-02-29' <= bornBy(18, '2026-02-28')).toBe(false)
    expect('2008-02-29' <= bornBy(18, '2026-03-01')).toBe(true)
    expect(bornBy(18, '2028-02-29')).toBe('2010-02-28')
    expect(bornBy(20, '2028-02-29')).toBe('2008-02-29')
  })
})

describe('docs/jurisdictions.md', () => {
  const folder = new URL('../rules/', import.meta.url)
  const page = readFileSync(new URL('../../../docs/jurisdictions.md', import.meta.url), 'utf8')
  const files = readdirSync(folder).map(name => {
    const rules = ruleFile.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    return { code: name.replace(/[.]json$/, ''), rules }
  })
  const shown = (permission: RuleFile['purchases']) => {
    if (permission === undefined) return '–'
    if (typeof permission === 'string') return permission
    return 'adultsOnly' in permission ? `from ${permission.adultsOnly}` : `under ${permission.withConsent} with consent`
  }

  it('has a row of each file, and each of its sources', () => {
    const rows = files.flatMap(({ code, rules }) => {
      const named = rules.oddsMustBeNamed === undefined ? '–' : rules.oddsMustBeNamed ? 'yes' : 'no'
      const what = [shown(rules.paidRandomItems), shown(rules.purchases), named, rules.retentionDays ?? '–']
      return [
        `| \`${code}\` | ${what.join(' | ')} |`,
        ...(rules.sources ?? []).map(
          ({ says, title, url }) => `| \`${code}\` | ${says} | ${url === null ? title : `[${title}](${url})`} |`,
        ),
      ]
    })
    expect(rows.filter(row => !page.includes(row))).toEqual([])
    expect(files.filter(({ rules }) => (rules.caps ?? []).length > 0)).toEqual([])
  })
})
