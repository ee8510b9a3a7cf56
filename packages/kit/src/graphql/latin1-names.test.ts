import { serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { internNames } from './latin1-names.js'

/** How the structured clone algorithm marks a string of one byte a character; the header before it has two bytes. */
const ONE_BYTE = '"'.charCodeAt(0)
const isOneByte = (text: string): boolean => serialize(text)[2] === ONE_BYTE
/** As a lexer cuts it out. */
const nameWithin = (text: string, name: string): string =>
  text.slice(text.indexOf(name), text.indexOf(name) + name.length)

/**
 * Newer V8 looks at a key's characters rather than at how the key was first met: there, meeting names changes
 * nothing.
 */
const looksAtCharacters = Number(process.versions.node.split('.')[0]) >= 22

test('JSON has one byte a character where its names, cut out of a text beyond Latin-1, were met before', () => {
  // Made here: a name that stands in this file has been met.
  const [unmet, met] = ['unmet', 'met'].map(word => `${word}${'Field'.repeat(2)}`) as [string, string]
  internNames(schemaWith(met))
  const answers = [unmet, met].map(field => {
    const name = nameWithin(schemaWith(field), field)
    expect(isOneByte(name)).toBe(false)
    return JSON.stringify({ [name]: 1 })
  })
  expect(answers).toEqual([`{"${unmet}":1}`, `{"${met}":1}`])
  expect(answers.map(isOneByte)).toEqual([looksAtCharacters, true])
})

const schemaWith = (field: string) => `"""2–24 letters""" type T { ${field}: ID }`
