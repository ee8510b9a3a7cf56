import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { Definition } from './domain/banner.js'
import { checkModel } from './domain/banner-model/check-model.js'
import { checkBanner } from './domain/check-banner.js'
import { formOf } from './domain/definition-form.js'

/** A banner as its file says it: prisma/gacha/content/<slug>.json. */
export interface BannerFile {
  readonly id: string | null
  readonly definition: Definition
}

/** The same three folders up from src/ and from dist/. */
const CONTENT_DIRECTORY = fileURLToPath(new URL('../../../prisma/gacha/content/', import.meta.url))
const bannerFile = z.object({ id: z.uuid(), definition: z.unknown() })

/** The slug of a banner: its name in kebab-case, `First Light` → `first-light`. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

/**
 * The default banner of this slug or id, or the definition in this file.
 * @throws Error saying what there is to choose from, or everything that is wrong with the file
 */
export function findBannerFile(wanted: string): BannerFile {
  if (wanted.endsWith('.json')) return readBannerFile(wanted)
  const files = readdirSync(CONTENT_DIRECTORY)
    .filter(name => name.endsWith('.json'))
    .map(name => readBannerFile(path.join(CONTENT_DIRECTORY, name)))
  const found = files.find(({ id, definition }) => id === wanted || slugOf(definition.name) === wanted)
  if (found !== undefined) return found
  const slugs = files.map(({ definition }) => slugOf(definition.name)).join(', ')
  throw new Error(`No banner is called "${wanted}": choose one of ${slugs}, a banner's id, or the path of a .json file`)
}

/** A file holds a definition, or one with the banner's id beside it. */
function readBannerFile(file: string): BannerFile {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const named = bannerFile.safeParse(content)
  const checked = check(named.success ? named.data.definition : content)
  if (checked.definition === null) {
    const problems = checked.problems.map(problem => `  - ${problem.path}: ${problem.message}`)
    throw new Error(`${file} is not a banner's definition:\n${problems.join('\n')}`)
  }
  return { id: named.success ? named.data.id : null, definition: checked.definition }
}

function check(input: unknown) {
  const { form, problems } = formOf(input)
  if (form === null) return { definition: null, problems }
  return form === 'model' ? checkModel(input) : checkBanner(input)
}
