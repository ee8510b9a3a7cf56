import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { shortForms } from './short-forms.js'

const root = path.dirname(import.meta.dirname)
/** The names of a pattern with one list of alternatives, each by itself. */
const each = (pattern: string): string[] => {
  const [, before = pattern, names = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(pattern) ?? []
  return names === '' ? [pattern] : names.split(',').map(name => `${before}${name}${after}`)
}

const matching = (pattern: string): string[] => {
  const [before = '', after = before] = path.basename(pattern).split('*')
  return readdirSync(path.join(root, path.dirname(pattern))).filter(
    name => name.startsWith(before) && name.endsWith(after),
  )
}

test.each(Object.values(shortForms).flatMap(({ leavesOut }) => leavesOut.flatMap(each)))(
  'what short forms leave out is there: %s',
  pattern => expect(matching(pattern)).not.toEqual([]),
)
