import * as z from 'zod'

/** A package that an install may bring, as package-lock.json has it. */
export interface LockedPackage {
  /** `name@version` */
  readonly id: string
  readonly name: string
  readonly version: string
  /** An SPDX expression; null where its package.json names none. */
  readonly licence: string | null
  readonly hasInstallScript: boolean
  readonly hasIntegrity: boolean
  /** Left out on other platforms. */
  readonly isOptional: boolean
}

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      link: z.boolean().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      integrity: z.string().optional(),
    }),
  ),
})

/** Each package of other people once, by id; our own workspaces are left out. */
export function lockedPackages(lockText: string): readonly LockedPackage[] {
  const { packages } = lock.parse(JSON.parse(lockText))
  const found = new Map<string, LockedPackage>()
  for (const [place, entry] of Object.entries(packages)) {
    const installedAs = place.split('node_modules/').at(-1) ?? ''
    if (!place.includes('node_modules/') || entry.link === true) continue
    const { name = installedAs, version = '' } = entry
    const id = `${name}@${version}`
    found.set(id, {
      id,
      name,
      version,
      licence: entry.license ?? null,
      hasInstallScript: entry.hasInstallScript === true,
      hasIntegrity: entry.integrity !== undefined,
      isOptional: entry.optional === true,
    })
  }
  return [...found.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
