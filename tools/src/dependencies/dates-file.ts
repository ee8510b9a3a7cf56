import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import * as z from 'zod'
import type { LockedPackage } from './lock-packages.js'
import type { Dates } from './policy.js'

/** Ids by day: many have the same. */
const fileSchema = z.record(z.iso.date(), z.array(z.string()))

export function readDates(text: string): Dates {
  const byDay = Object.entries(fileSchema.parse(JSON.parse(text)))
  return new Map(byDay.flatMap(([day, ids]) => ids.map((id): [string, string] => [id, day])))
}

/** In order, so that a change shows as one. */
export function writeDates(dates: Dates): string {
  const days = [...new Set(dates.values())].toSorted()
  const idsOf = (day: string) => [...dates].flatMap(([id, known]) => (known === day ? [id] : [])).toSorted()
  const file = Object.fromEntries(days.map(day => [day, idsOf(day)]))
  return `${JSON.stringify(file, null, 2)}\n`
}

/**
 * The dates of all locked packages: those that are known, and of each new one the day of its publication, as the registry says it; where
 * the registry does not answer, today, on which it is there at the latest.
 */
export async function completeDates(packages: readonly LockedPackage[], known: Dates, today: string): Promise<Dates> {
  const dates = new Map<string, string>()
  for (const { id, name, version } of packages)
    dates.set(id, known.get(id) ?? (await publishedOn(name, version)) ?? today)
  return dates
}

async function publishedOn(name: string, version: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('npm', ['view', `${name}@${version}`, 'time', '--json'])
    const times = z.record(z.string(), z.string()).parse(JSON.parse(stdout))
    return times[version]?.slice(0, 'YYYY-MM-DD'.length) ?? null
  } catch {
    // The registry is away, or keeps no times: the caller knows a day without it.
    return null
  }
}
