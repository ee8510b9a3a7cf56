import type { MailText } from '../domain/mail-text.js'

export interface Mailer {
  /**
   * Resolves when a mail has been taken over by what delivers it.
   * @returns REFUSED where it would be refused again, such as for an address that does not exist.
   * @throws Error where it may succeed later.
   */
  send(mail: MailText & { readonly to: string }): Promise<'SENT' | 'REFUSED'>
  close(): void
}
