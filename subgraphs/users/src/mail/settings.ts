import * as z from 'zod'
import { createConsoleMailer } from './console-mailer.js'
import type { Mailer } from './mailer.js'
import { createSmtpMailer } from './smtp-mailer.js'

const SENDER = /^(?:"?([^"<>\r\n]*?)"?\s*<([^<>\s]+)>|([^<>\s]+))$/

/** `Example Game <no-reply@example.com>`, or an address alone. */
const senderSetting = z.string().transform((text, context) => {
  const [, name, bracketed, alone] = SENDER.exec(text.trim()) ?? []
  const address = bracketed ?? alone ?? ''
  if (z.email().safeParse(address).success) return { name: name ?? '', address }
  context.addIssue({ code: 'custom', message: 'expected an address such as Example Game <no-reply@example.com>' })
  return z.NEVER
})

/** docs/accounts.md explains them. */
export const mailSettings = {
  /** By what mail is sent: not at all, by SMTP, or to the terminal (in development). */
  MAIL: z.enum(['off', 'smtp', 'console']).default('off'),
  MAIL_FROM: senderSetting.default({ name: 'Waystone', address: 'no-reply@localhost' }),
  /** The page of the game that links in mails lead to; without it a mail shows its token for copying. */
  ACCOUNT_PAGE_URL: z
    .url({ protocol: /^https?$/ })
    .refine(url => !url.includes('#'), 'expected a URL without a fragment: the token goes there')
    .optional(),
  SMTP_HOST: z.string().min(1).optional(),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(587),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  SMTP_TLS: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
}

export type MailConfig = z.output<z.ZodObject<typeof mailSettings>>

/**
 * Returns the problems: missing settings that other settings need, and console mail in production, which
 * would leave tokens in the terminal.
 */
export function missingMailSettings(present: Readonly<Record<string, string>>): string[] {
  const { MAIL: mode, NODE_ENV: environment } = present
  if (mode === 'console' && environment === 'production')
    return ['MAIL: console shows tokens on the terminal and is for development; production sends by smtp, or is off']
  const halves = [
    ['SMTP_USER', 'SMTP_PASSWORD'],
    ['SMTP_PASSWORD', 'SMTP_USER'],
  ] as const
  return [
    ...(mode === 'smtp'
      ? ['SMTP_HOST', 'MAIL_FROM']
          .filter(name => present[name] === undefined)
          .map(name => `${name}: MAIL=smtp needs it`)
      : []),
    ...halves
      .filter(([given, other]) => present[given] !== undefined && present[other] === undefined)
      .map(([given, other]) => `${other}: is needed beside ${given}`),
  ]
}

/** Null if mail is off: requests that need mail are refused then, and sign-up reveals taken addresses. */
export function openMailer(config: MailConfig): Mailer | null {
  if (config.MAIL === 'off') return null
  if (config.MAIL === 'console') return createConsoleMailer(text => process.stdout.write(text))
  const { SMTP_HOST: host = '', SMTP_USER: user, SMTP_PASSWORD: pass } = config
  return createSmtpMailer({
    host,
    port: config.SMTP_PORT,
    tls: config.SMTP_TLS,
    login: user === undefined || pass === undefined ? null : { user, pass },
    from: config.MAIL_FROM,
  })
}
