import { readFileSync } from 'node:fs'
import type { SchemaContract } from '@waystone/federation'
import * as z from 'zod'

const TAGS_MAX = 100

/** As federation names tags. */
const tags = z
  .array(z.string().regex(/^[\w/-]{1,128}$/, 'a tag has 1 to 128 letters, digits, "_", "-" and "/"'))
  .max(TAGS_MAX)
  .default([])

const contractFile = z
  .strictObject({ include: tags, exclude: tags, hideUnreachableTypes: z.boolean().default(true) })
  .superRefine(({ include, exclude }, problems) => {
    if (include.length === 0 && exclude.length === 0) problems.addIssue('it names no tag to include or to exclude')
    for (const tag of include) if (exclude.includes(tag)) problems.addIssue(`it includes and excludes the tag "${tag}"`)
  })

/** A JSON file with the tags that a contract includes and excludes. */
export const contractSetting = z.string().transform((file, problems): SchemaContract => {
  try {
    const read = contractFile.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    if (read.success) return read.data
    for (const { path, message } of read.error.issues)
      problems.addIssue(`${file} is no contract: ${[...path.map(String), message].join(': ')}`)
  } catch (error) {
    problems.addIssue(`${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
  }
  return z.NEVER
})
