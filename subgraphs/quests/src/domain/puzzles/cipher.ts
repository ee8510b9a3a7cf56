import * as z from 'zod'
import { countProblems, lengthProblems } from '../problems.js'
import { words as vocabulary } from './cipher-words.js'
import type { KindRules } from './puzzle-rules.js'
import type { Random } from './random.js'

export interface CipherData {
  /** Upper-case letters in words. */
  readonly text: string
  readonly keyLength: number
  /** Each word of the plain text is one of these. */
  readonly words: readonly string[]
}

const LETTERS = 26
const A = 65
const KEY_LENGTH_MAX = 6
const TEXT_LENGTH_MAX = 200
const VOCABULARY = { min: 2, max: 500 } as const
const WORD = /^[A-Z]{1,30}$/
const TEXT = /^[A-Z]+( [A-Z]+)*$/

/**
 * Vigenère's cipher: letter by letter, and over the gaps between words, the text is moved on in the
 * alphabet by the letters of a key that repeats. A key of one letter is Caesar's. Among all keys of the
 * length, exactly one text has only words of the list, which is shown.
 */
export const cipher: KindRules<CipherData, string> = {
  data: z.strictObject({
    text: z.string().max(TEXT_LENGTH_MAX).regex(TEXT),
    keyLength: z.int().min(1).max(KEY_LENGTH_MAX),
    words: z.array(z.string().regex(WORD)).max(VOCABULARY.max),
  }),
  dataProblems: ({ words }) => countProblems('data.words', words.length, VOCABULARY),
  generate: generateCipher,
  solve: data => {
    const [only, ...others] = plainTexts(data)
    return only === undefined || others.length > 0 ? null : only
  },
  shown: data => data,
  readAnswer: value => {
    if (typeof value !== 'string') return [{ field: 'answer', message: 'must be a text', rule: 'FORMAT' }]
    const problems = lengthProblems('answer', value, { min: 1, max: TEXT_LENGTH_MAX })
    return problems.length > 0 ? problems : normal(value)
  },
  isRight: (answer, { solution }) => answer === solution,
}

const normal = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toUpperCase()

/** Texts that are told apart: whether there is one, and whether there is another. */
const FOUND_MAX = 2

/**
 * Tries each word of the list in each place: a word tells letters of the key, which the following words
 * must agree with. That finds what trying all keys would, without the 26⁶ keys.
 */
function plainTexts({ text, keyLength, words }: CipherData): string[] {
  const ciphered = text.split(' ')
  const offsets = ciphered.map((_, place) => ciphered.slice(0, place).join('').length)
  const found = new Set<string>()
  const search = (place: number, key: readonly (number | undefined)[], plain: readonly string[]): void => {
    if (found.size >= FOUND_MAX) return
    const word = ciphered[place]
    if (word === undefined) return void found.add(plain.join(' '))
    for (const candidate of words) {
      const longer = keyWith(key, { word, candidate, offset: offsets[place] ?? 0, keyLength })
      if (longer !== null) search(place + 1, longer, [...plain, candidate])
    }
  }
  search(0, [], [])
  return [...found]
}

/** The key as far as it is known once the word stands for the candidate; null where the two cannot be. */
function keyWith(
  key: readonly (number | undefined)[],
  of: { word: string; candidate: string; offset: number; keyLength: number },
): readonly (number | undefined)[] | null {
  const { word, candidate, offset, keyLength } = of
  if (word.length !== candidate.length) return null
  const known = [...key]
  for (let index = 0; index < word.length; index++) {
    const place = (offset + index) % keyLength
    const shift = (word.charCodeAt(index) - candidate.charCodeAt(index) + LETTERS) % LETTERS
    if ((known[place] ?? shift) !== shift) return null
    known[place] = shift
  }
  return known
}

function encipher(plain: string, key: readonly number[]): string {
  let letters = 0
  const move = (letter: string): string => {
    const shift = key[letters++ % key.length] ?? 0
    return String.fromCharCode(((letter.charCodeAt(0) - A + shift) % LETTERS) + A)
  }
  return plain.replaceAll(/[A-Z]/g, move)
}

const KEY_LENGTHS = [1, 1, 1, 2, 2, 3, 3, 4, 4, 5] as const
const PHRASE_WORDS_MIN = 4
const PHRASE_WORDS_MAX = 12

/** Adds words until no other text fits. */
function generateCipher(random: Random, difficulty: number): CipherData {
  const keyLength = KEY_LENGTHS[difficulty - 1] ?? 1
  // No letter of the key is A, which would leave letters as they are.
  const key = Array.from({ length: keyLength }, () => random.between(1, LETTERS - 1))
  const phrase: string[] = []
  while (phrase.length < PHRASE_WORDS_MAX) {
    phrase.push(random.pick(vocabulary))
    const data = { text: encipher(phrase.join(' '), key), keyLength, words: vocabulary }
    if (phrase.length >= PHRASE_WORDS_MIN && plainTexts(data).length === 1) return data
  }
  throw new Error(`Expected a phrase of ${PHRASE_WORDS_MAX} words to have one plain text`)
}
