import type { TokenPurpose } from './mail.js'

export interface MailText {
  readonly subject: string
  readonly text: string
}

/** The content of a mail, decided when it is sent. */
export type Letter =
  | { readonly about: TokenPurpose; readonly username: string; readonly token: string }
  /** A notice to the owner of an address, without a token. */
  | { readonly about: 'ADDRESS_HAS_ACCOUNT' | 'PASSWORD_CHANGED' | 'EMAIL_CHANGED'; readonly username: string }
  | {
      readonly about: 'PROVIDER_LINKED' | 'PROVIDER_UNLINKED'
      readonly username: string
      /** Its name in the settings. */
      readonly provider: string
    }

export interface MailOrigin {
  /** The sender's name, as the player knows it. */
  readonly game: string
  /** A page of the game that takes tokens; null where players copy them into the game. */
  readonly accountPageUrl: string | null
}

/**
 * Returns a mail as plain text. The only player input in it is the username, of letters, digits and
 * underscores, so that no player can send words or links to strangers through this server.
 */
export function mailText(letter: Letter, { game, accountPageUrl }: MailOrigin): MailText {
  const { username } = letter
  switch (letter.about) {
    case 'VERIFY_EMAIL':
      return {
        subject: `${game}: confirm your e-mail address`,
        text: paragraphs(
          `The account "${username}" of ${game} has named this address as its own.`,
          `To confirm it, ${instruction(accountPageUrl, 'verify-email', letter.token)}`,
          'This works once, within 24 hours. If another account of yours waits for this address, give it there instead, signed in.',
          'If no such account is yours, ignore this mail: the address stays yours.',
        ),
      }
    case 'RESET_PASSWORD':
      return {
        subject: `${game}: choose a new password`,
        text: paragraphs(
          `Somebody, probably you, has asked for a new password of the account "${username}" of ${game}.`,
          `To choose it, ${instruction(accountPageUrl, 'reset-password', letter.token)}`,
          'This works once, within an hour. If it was not you, ignore this mail: the password stays as it is.',
        ),
      }
    case 'ADDRESS_HAS_ACCOUNT':
      return {
        subject: `${game}: you have an account already`,
        text: paragraphs(
          `Somebody, perhaps you, has named this address for another account of ${game}.`,
          `It belongs to the account "${username}" and stays there. If you have forgotten its password, ask for a new one.`,
        ),
      }
    case 'PASSWORD_CHANGED':
      return {
        subject: `${game}: your password was changed`,
        text: paragraphs(
          `The password of the account "${username}" of ${game} was changed, and all other devices were signed out.`,
          'If it was not you, ask for a new password at once.',
        ),
      }
    case 'EMAIL_CHANGED':
      return {
        subject: `${game}: your e-mail address was changed`,
        text: paragraphs(
          `The account "${username}" of ${game} has another e-mail address now; this one does not belong to it any more.`,
          'If it was not you, write to those who run the game.',
        ),
      }
    case 'PROVIDER_LINKED':
      return {
        subject: `${game}: another way to sign in`,
        text: paragraphs(
          `The account "${username}" of ${game} can be signed in to by ${letter.provider} now.`,
          'If it was not you, unlink it in the game and choose a new password.',
        ),
      }
    case 'PROVIDER_UNLINKED':
      return {
        subject: `${game}: a way to sign in was removed`,
        text: paragraphs(
          `The account "${username}" of ${game} cannot be signed in to by ${letter.provider} any more, and all other devices were signed out.`,
          'If it was not you, ask for a new password at once.',
        ),
      }
    default:
      return letter satisfies never
  }
}

/** The token is in the fragment, which browsers send to no server and in no Referer. */
const instruction = (pageUrl: string | null, action: string, token: string): string =>
  pageUrl === null
    ? `copy this into the game:\n\n${token}`
    : `open this page:\n\n${pageUrl}#action=${action}&token=${token}`

const paragraphs = (...texts: readonly string[]): string => `${texts.join('\n\n')}\n`
