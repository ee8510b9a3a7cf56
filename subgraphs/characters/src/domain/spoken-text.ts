import { faultOfName, normalName } from '@waystone/kit/names'
import type { CommandRejection } from './command-rejection.js'
import { maskObscene } from '@waystone/kit/obscene-words'

const SPOKEN_LENGTH_MAX = 120
/** The maximum length of a text in UTF-16 before normalising; a longer input is refused without parsing. */
const INPUT_LENGTH_MAX = SPOKEN_LENGTH_MAX * 8

const JOINING_SCRIPTS = 'Arab Syrc Mong Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr'
const joining = `[${JOINING_SCRIPTS.split(' ')
  .map(script => `\\p{Script=${script}}`)
  .join('')}]`
/** Words of these scripts are spelled with joiners, which show nothing: Persian has one in most sentences. */
const SPELLED_JOINER = new RegExp(`(?<=${joining})[\\u200C\\u200D](?=${joining})`, 'gu')

/** The text as those near see it, or why they see none. */
export function parseSpokenText(text: string): { readonly spoken: string } | { readonly rejected: CommandRejection } {
  if (text.length > INPUT_LENGTH_MAX) return { rejected: 'TEXT_LENGTH' }
  const spoken = normalName(text)
  const { length } = Array.from(spoken)
  if (length === 0 || length > SPOKEN_LENGTH_MAX) return { rejected: 'TEXT_LENGTH' }
  const fault = faultOfName(spoken.replaceAll(SPELLED_JOINER, ''))
  // A text may be about those who run the game; only a name must not look like theirs.
  if (fault !== null && fault !== 'RESERVED') return { rejected: 'TEXT_INVISIBLE' }
  return { spoken: maskObscene(spoken) }
}
