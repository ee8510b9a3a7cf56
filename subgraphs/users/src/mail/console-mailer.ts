import type { Mailer } from './mailer.js'

/**
 * For development: mail is shown where the process was started, tokens included. It never passes the
 * logger, whose lines are collected and kept.
 */
export const createConsoleMailer = (write: (text: string) => void): Mailer => ({
  send: ({ to, subject, text }) => {
    write(`\n--- mail to ${to}: ${subject}\n${text}---\n`)
    return Promise.resolve('SENT')
  },
  close: () => {},
})
