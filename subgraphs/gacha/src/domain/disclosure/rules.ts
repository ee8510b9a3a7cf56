/** Parts that a disclosure can have. */
export const disclosureParts = [
  'PRICES',
  'MONEY',
  'CHANCES',
  'ITEMS',
  'CURVES',
  'COUNTERS',
  'GUARANTEES',
  'COSTS',
  'STOCK',
] as const
export type DisclosurePart = (typeof disclosureParts)[number]

export interface DisclosureRule {
  /** The code of a jurisdiction below; null: it holds everywhere. */
  readonly jurisdiction: string | null
  /** The body that set it. */
  readonly authority: string
  /** Parts that have to be shown. */
  readonly parts: readonly DisclosurePart[]
  readonly source: { readonly title: string; readonly url: string }
}

/** Countries and unions with rules, by ISO 3166-1 codes; EU, which ISO reserves, is that of all its members. */
const jurisdictions: readonly { readonly code: string; readonly members: readonly string[] }[] = [
  { code: 'CN', members: [] },
  { code: 'JP', members: [] },
  { code: 'KR', members: [] },
  { code: 'US', members: [] },
  {
    code: 'EU',
    members: 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
  },
]

/**
 * The parts that disclosures have to show, by who asks for them. docs/banners.md lists them, and a test compares
 * both. Other demands of these rules (ages, consent, caps, records) are no part of a disclosure.
 */
export const disclosureRules: readonly DisclosureRule[] = [
  {
    jurisdiction: null,
    authority: 'Apple',
    parts: ['CHANCES'],
    source: {
      title: 'App Review Guidelines, 3.1.1',
      url: 'https://developer.apple.com/app-store/review/guidelines/#in-app-purchase',
    },
  },
  {
    jurisdiction: null,
    authority: 'Google Play',
    parts: ['ITEMS'],
    source: {
      title: 'Payments policy, odds of randomized items',
      url: 'https://support.google.com/googleplay/android-developer/answer/9858738',
    },
  },
  {
    jurisdiction: 'CN',
    authority: 'Ministry of Culture',
    parts: ['ITEMS'],
    source: {
      title: 'Notice 2016 No. 32, (6)',
      url: 'https://www.chinalawtranslate.com/en/ministry-of-culture-notice-regarding-strengthening-regulation-online-gaming-operations/',
    },
  },
  {
    jurisdiction: 'EU',
    authority: 'Consumer Protection Cooperation Network',
    parts: ['PRICES', 'MONEY'],
    source: {
      title: 'Key principles on in-game virtual currencies, 21 March 2025',
      url: 'https://ec.europa.eu/commission/presscorner/detail/en/ip_25_831',
    },
  },
  {
    jurisdiction: 'JP',
    authority: 'Japan Online Game Association',
    parts: ['CHANCES', 'COSTS'],
    source: {
      title: 'Guideline for sales of random items, 1 April 2016, 3 (1)',
      url: 'http://japanonlinegame.org/wp-content/uploads/2017/06/JOGA20160401.pdf',
    },
  },
  {
    jurisdiction: 'KR',
    authority: 'Ministry of Culture, Sports and Tourism',
    parts: ['CHANCES', 'ITEMS', 'CURVES', 'COUNTERS', 'GUARANTEES', 'STOCK'],
    source: {
      title: 'Game Industry Promotion Act, Article 33; Enforcement Decree, Article 19 and Annex 3',
      url: 'https://ombudsman.kotra.or.kr/ob-en/ob/i-2647/lgsltn/front/gv-detail.do?tmatt_no=0000061659',
    },
  },
  {
    jurisdiction: 'US',
    authority: 'Federal Trade Commission',
    parts: ['CHANCES', 'MONEY'],
    source: {
      title: 'Order on Genshin Impact, 17 January 2025',
      url: 'https://www.ftc.gov/news-events/news/press-releases/2025/01/genshin-impact-game-developer-will-be-banned-selling-lootboxes-teens-under-16-without-parental',
    },
  },
]

/** Returns whether a text has the form of a jurisdiction: two capital letters. */
export const isJurisdiction = (code: string): boolean => /^[A-Z]{2}$/.test(code)

/** The rules that hold in a country or union; null: all of them. */
export function rulesIn(code: string | null): readonly DisclosureRule[] {
  if (code === null) return disclosureRules
  const holding = new Set(
    jurisdictions.flatMap(each => (each.code === code || each.members.includes(code) ? [each.code] : [])),
  )
  return disclosureRules.filter(({ jurisdiction }) => jurisdiction === null || holding.has(jurisdiction))
}
