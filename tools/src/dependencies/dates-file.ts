import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import * as z from 'zod'
import type { LockedPackage } from './lock-packages.js'
import type { Dates } from './policy.js'

const fileSchema = z.record(z.string(), z.iso.date())

export const readDates = (text: string): Dates => new Map(Object.entries(fileSchema.parse(JSON.parse(text))))

/** In order, so that a change shows as one. */
export function writeDates(dates: Dates): string {
  const sorted = [...dates].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`
}

/**
 * The dates of all locked packages: those that are known, and of each new one the day of its publication, as
 * the registry says it; where the registry does not answer, today, on which it is there at the latest.
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
