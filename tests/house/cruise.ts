import { createRequire } from 'node:module'
import path from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import type { IConfiguration } from 'dependency-cruiser'
import { root, rooms } from './tree.js'

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as IConfiguration

export const ruleNames = (forbidden ?? []).map(rule => rule.name ?? '')

/** Runs dependency-cruiser on a folder that is laid out like this repository. */
export async function cruiseHouse(baseDir: string = root, folders: readonly string[] = rooms): Promise<ICruiseResult> {
  const { enhancedResolveOptions, ...cruiseOptions } = options ?? {}
  const { output } = await cruise(
    [...folders],
    { ...cruiseOptions, baseDir: path.resolve(baseDir), validate: true, ruleSet: { forbidden: forbidden ?? [] } },
    enhancedResolveOptions,
  )
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`)
  return output
}

/** One line a violation: the rule, who imports, and what. */
export const violations = (result: ICruiseResult): string[] =>
  result.summary.violations.map(violation => `${violation.rule.name}: ${violation.from} → ${violation.to}`)
