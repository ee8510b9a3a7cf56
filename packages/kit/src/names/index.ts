import unhomoglyph from 'unhomoglyph'

/** Why a name is not shown to other players. */
export type NameFault = 'CONTROL' | 'INVISIBLE' | 'BLANK' | 'RESERVED'

/** Control characters, halves of characters, and what turns the direction of writing. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u
/** Characters that show nothing where they stand: joiners, fillers, variation selectors, tags. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u
/** Whole emoji, which are joined and varied by characters that are invisible by themselves. */
const EMOJI = new RegExp('\\p{RGI_Emoji}', 'gv')
/** The braille pattern of no dots is a symbol that shows nothing. */
const VISIBLE = /(?!\u2800)[\p{L}\p{N}\p{P}\p{S}]/u

/** Names that speak for the game or for those who run it. */
const RESERVED = (
  'admin administrator gamemaster gm mod moderator official operator root security server staff support sysadmin system team ' +
  'waystone waystone-admin waystone-official waystone-staff waystone-support waystone-team'
).split(' ')

/** A name in its normal form (NFC) without blanks around it, so that names that look equal are equal. */
export const normalName = (text: string): string => text.normalize('NFC').trim()

/**
 * The problem of a name in its normal form, apart from its length and alphabet: names are text that other
 * players read, and must neither be invisible nor imitate the game's staff.
 */
export function faultOfName(name: string): NameFault | null {
  if (CONTROL.test(name)) return 'CONTROL'
  if (INVISIBLE.test(name.replaceAll(EMOJI, ''))) return 'INVISIBLE'
  if (!VISIBLE.test(name)) return 'BLANK'
  return isReservedName(name) ? 'RESERVED' : null
}

/**
 * Checks that a name looks like a reserved one, in any alphabet, case or spelling with digits, and with
 * numbers or marks around it; or like several of them, as "Support Team" does.
 */
export function isReservedName(name: string): boolean {
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter(word => word !== '')
  return isReservedWord(name) || (words.length > 1 && words.every(isReservedWord))
}

/** Numbers in front are looked at as letters, too: a 4 may stand for an A. */
const isReservedWord = (word: string): boolean =>
  reserved.has(lookOf(word)) || reserved.has(lookOf(word.replace(/^\p{N}+/u, '')))

/** Letters that look like capitals in small, and are no confusable characters in Unicode's eyes. */
const SMALL_CAPITALS = new Map(
  Array.from('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ').map((letter, index) => [letter, 'abcdefghijklmnopqrstuvwyz'[index] ?? '']),
)
/** Where the alphabets of letters in black circles, in black squares, and of flags begin. */
const LETTER_SIGNS = [0x1_f1_50, 0x1_f1_70, 0x1_f1_e6]
const ALPHABET_LENGTH = 26
const FIRST_LETTER = 0x61

function plainLetter(letter: string): string {
  const point = letter.codePointAt(0) ?? 0
  const start = LETTER_SIGNS.find(first => point >= first && point < first + ALPHABET_LENGTH)
  return start === undefined
    ? (SMALL_CAPITALS.get(letter) ?? letter)
    : String.fromCodePoint(FIRST_LETTER + point - start)
}

/** A capital may look like one of ours where its small letter does not: those of Greek do. */
function prototypeOf(letter: string): string {
  const plain = plainLetter(letter)
  const prototype = unhomoglyph(plain)
  return /^[ -~]*$/.test(prototype) ? prototype : unhomoglyph(plain.toLowerCase())
}

/**
 * Names with one look can be taken for each other. This is the skeleton of Unicode's UTS #39
 * (https://www.unicode.org/reports/tr39/, confusable characters by one prototype each), with case, accents,
 * separators and trailing numbers left out besides.
 */
function lookOf(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replace(/\p{N}+$/u, '')
  // A prototype may be a capital, which has another one in lower case; l, i and 1 are told apart there.
  return unhomoglyph(Array.from(letters, prototypeOf).join('').toLowerCase())
    .toLowerCase()
    .replaceAll(/[l1|!¡]/g, 'i')
    .replaceAll('0', 'o')
    .replaceAll('3', 'e')
    .replaceAll(/[@4]/g, 'a')
    .replaceAll(/[$5]/g, 's')
    .replaceAll('vv', 'w')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

const reserved: ReadonlySet<string> = new Set(RESERVED.map(lookOf))
