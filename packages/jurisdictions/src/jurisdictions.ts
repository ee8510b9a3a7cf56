import { countries, isCountry } from './country.js'
import type { Cap, Disclosing, Permission, RuleFile } from './rule-file.js'

/** The rules of a country, or of where no country is known. */
export interface Law {
  readonly paidRandomItems: Permission
  readonly purchases: Permission
  readonly caps: readonly Cap[]
  readonly mustShow: readonly Disclosing[]
  readonly oddsMustBeNamed: boolean
  /** The wording that a consent has to name; null where none is asked for. */
  readonly consentWording: string | null
  readonly retentionDays: number
}

export interface Jurisdictions {
  /** The law of a country, or of a union by its code; null: where no country is known. */
  lawIn(country: string | null): Law
  /** Codes of the countries in which a paid draw may be refused; null among them: where no country is known. */
  readonly restricted: readonly (string | null)[]
  /** All that must be shown, wherever it is. */
  readonly everyMustShow: readonly Disclosing[]
  /** Currencies of the caps. */
  readonly capCurrencies: readonly string[]
  /** The longest time that any of them wants results kept for. */
  readonly retentionDaysMax: number
}

/** @param files by code; '' is default.json. They have been checked by `problemsOfRules`. */
export function createJurisdictions(files: ReadonlyMap<string, RuleFile>): Jurisdictions {
  const laws = new Map<string, Law>()
  const lawIn = (country: string | null): Law => {
    const code = country ?? ''
    const known = laws.get(code)
    if (known !== undefined) return known
    const law = lawOf(files, code)
    // Laws of codes that there are not, which clients may ask for, are not kept.
    if (files.has(code) || isCountry(code)) laws.set(code, law)
    return law
  }
  const inOrder = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1))
  const everyMustShow = inOrder.flatMap(([code, file]) => shownBy(code, file))
  const everyLaw = [null, ...countries].map(code => [code, lawIn(code)] as const)
  return {
    lawIn,
    restricted: everyLaw.flatMap(([code, law]) =>
      law.paidRandomItems === 'allowed' && !law.oddsMustBeNamed ? [] : [code],
    ),
    everyMustShow,
    capCurrencies: [...new Set(everyLaw.flatMap(([, { caps }]) => caps.map(({ currency }) => currency)))],
    retentionDaysMax: Math.max(...everyLaw.map(([, law]) => law.retentionDays)),
  }
}

function lawOf(files: ReadonlyMap<string, RuleFile>, code: string): Law {
  const holding = [
    ...(code === '' ? [] : [code]),
    ...[...files].flatMap(([union, file]) => (file.members?.includes(code) === true ? [union] : [])),
    '',
  ].flatMap(each => {
    const file = files.get(each)
    return file === undefined ? [] : [{ code: each, file }]
  })
  const first = <Field extends keyof RuleFile>(field: Field) =>
    holding.find(({ file }) => file[field] !== undefined)?.file[field]
  return {
    paidRandomItems: first('paidRandomItems') ?? 'allowed',
    purchases: first('purchases') ?? 'allowed',
    caps: first('caps') ?? [],
    mustShow: holding.toReversed().flatMap(each => shownBy(each.code, each.file)),
    oddsMustBeNamed: first('oddsMustBeNamed') ?? false,
    consentWording: first('consentWording') ?? null,
    retentionDays: Math.max(0, ...holding.map(({ file }) => file.retentionDays ?? 0)),
  }
}

const shownBy = (code: string, { mustShow = [] }: RuleFile): Disclosing[] =>
  mustShow.map(each => ({ ...each, jurisdiction: code === '' ? null : code }))
