import * as z from 'zod'
import type { LockedPackage } from './lock-packages.js'

/** The rules for packages that may be installed; tools/dependencies/policy.json. */
export const policySchema = z.strictObject({
  /** Licences by their SPDX ids. */
  licences: z.array(z.string().min(1)),
  /**
   * For packages whose package.json names no licence, or not by its id: the id of the licence in their
   * licence file.
   */
  licenceOf: z.record(z.string(), z.string()),
  /** Packages that may have install scripts, each with the reason why it works without them: none is ever run. */
  installScripts: z.record(z.string(), z.string().min(20)),
})
export type Policy = z.infer<typeof policySchema>

/** The minimum age of a new version, in days: most packages that were taken over are found out sooner. */
export const AGE_DAYS_MIN = 7

/**
 * A day, as YYYY-MM-DD, on which a version is known to have been there, by `name@version`: of its
 * publication, or when it was locked.
 */
export type Dates = ReadonlyMap<string, string>

/** Everything that is wrong with the locked packages, in words. */
export function findProblems(
  packages: readonly LockedPackage[],
  by: { policy: Policy; dates: Dates; today: string },
): readonly string[] {
  const { policy, dates, today } = by
  const locked = new Set(packages.map(({ id }) => id))
  const names = new Set(packages.map(({ name }) => name))
  return [
    ...packages.flatMap(each => [...licenceProblems(each, policy), ...scriptProblems(each, policy)]),
    ...packages.flatMap(each => ageProblems(each, dates, today)),
    ...packages
      .filter(({ hasIntegrity, isOptional }) => !hasIntegrity && !isOptional)
      .map(({ id }) => `${id}: package-lock.json has no integrity hash of it`),
    ...[...dates.keys()].filter(id => !locked.has(id)).map(id => `${id}: has a date, and is not in package-lock.json`),
    ...[...Object.keys(policy.installScripts), ...Object.keys(policy.licenceOf)]
      .filter(name => !names.has(name))
      .map(name => `${name}: the policy names it, and it is not in package-lock.json`),
  ]
}

function licenceProblems({ id, name, licence }: LockedPackage, { licences, licenceOf }: Policy): readonly string[] {
  const expression = licenceOf[name] ?? licence
  if (expression === null) return [`${id}: names no licence`]
  return isAllowed(expression, new Set(licences)) ? [] : [`${id}: its licence "${expression}" is not on the list`]
}

/** Of an SPDX expression: every part of an AND, any part of an OR. */
export function isAllowed(expression: string, licences: ReadonlySet<string>): boolean {
  const text = expression.replaceAll(/[()]/g, ' ').trim()
  return text
    .split(/\s+or\s+/i)
    .some(choice => choice.split(/\s+and\s+/i).every(licence => licences.has(licence.trim())))
}

const scriptProblems = (
  { id, name, hasInstallScript }: LockedPackage,
  { installScripts }: Policy,
): readonly string[] =>
  hasInstallScript && installScripts[name] === undefined ? [`${id}: runs a script when it is installed`] : []

function ageProblems({ id }: LockedPackage, dates: Dates, today: string): readonly string[] {
  const date = dates.get(id)
  if (date === undefined) return [`${id}: its age is not known; "npm run check:dependencies -- --record" asks for it`]
  const days = (Date.parse(today) - Date.parse(date)) / (24 * 60 * 60 * 1000)
  return days >= AGE_DAYS_MIN ? [] : [`${id}: is there since ${date} only, which is less than ${AGE_DAYS_MIN} days`]
}
