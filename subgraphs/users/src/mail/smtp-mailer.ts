import { createTransport } from 'nodemailer'
import type { Mailer } from './mailer.js'

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** Requires STARTTLS, so that a man in the middle cannot downgrade the connection. */
  readonly tls: 'starttls' | 'implicit' | 'none'
  readonly login: { readonly user: string; readonly pass: string } | null
  readonly from: { readonly name: string; readonly address: string }
}

const CONNECTIONS_MAX = 5
/** With two of each and the resolution of the name, one attempt ends well within the lease of a mail. */
const CONNECT_TIMEOUT_MS = 10_000
const SOCKET_TIMEOUT_MS = 20_000

export function createSmtpMailer({ host, port, tls, login, from }: SmtpSettings): Mailer {
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(login !== null && { auth: login }),
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    // A text is never the name of a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, subject, text }) => {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          // RFC 3834: no out-of-office replies.
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return 'SENT'
      } catch (error) {
        if (isRefusedForGood(error)) return 'REFUSED'
        // oxlint-disable-next-line preserve-caught-error -- the cause repeats the server's words, and it would be logged
        throw new Error(shownFailure(error))
      }
    },
    close: () => transport.close(),
  }
}

/**
 * RFC 5321, 4.2.1: replies of the class 5 to the recipient. A refused login or sender is the operator's to
 * mend.
 */
const isRefusedForGood = (error: unknown): boolean =>
  fieldOf(error, 'code') === 'EENVELOPE' &&
  fieldOf(error, 'command') === 'RCPT TO' &&
  Number(fieldOf(error, 'responseCode')) >= 500

/** Without the server's words, which repeat addresses, and without what was sent. */
function shownFailure(error: unknown): string {
  const parts = ['code', 'command', 'responseCode'].flatMap(name => {
    const value = fieldOf(error, name)
    return typeof value === 'string' || typeof value === 'number' ? [`${name} ${value}`] : []
  })
  return `The mail server did not take a mail: ${parts.length === 0 ? 'no reason was given' : parts.join(', ')}`
}

const fieldOf = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (Reflect.get(error, name) as unknown) : undefined
