import { expect, test } from 'vitest'
import { mailText, type Letter } from './mail-text.js'

const game = 'Example Game'
const letters: readonly Letter[] = [
  { about: 'VERIFY_EMAIL', username: 'Aria', token: 'a-token' },
  { about: 'RESET_PASSWORD', username: 'Aria', token: 'a-token' },
  { about: 'ADDRESS_HAS_ACCOUNT', username: 'Aria' },
  { about: 'PASSWORD_CHANGED', username: 'Aria' },
  { about: 'EMAIL_CHANGED', username: 'Aria' },
]

test.each(letters)('a mail about $about names game and account', letter => {
  const { subject, text } = mailText(letter, { game, accountPageUrl: null })
  expect(subject).toMatch(/^Example Game: /)
  expect(text).toContain('"Aria"')
  expect(text).not.toMatch(/undefined|null|https?:/)
})

test('a token stands on a line of its own, or in the fragment of a link, which no server is sent', () => {
  for (const [action, letter] of [
    ['verify-email', letters[0]],
    ['reset-password', letters[1]],
  ] as const) {
    if (letter === undefined) throw new Error('no letter')
    expect(mailText(letter, { game, accountPageUrl: null }).text).toContain('\n\na-token\n\n')
    expect(mailText(letter, { game, accountPageUrl: 'https://play.example.com/account?lang=en' }).text).toContain(
      `\n\nhttps://play.example.com/account?lang=en#action=${action}&token=a-token\n\n`,
    )
  }
})
