import { createLogger } from '@waystone/kit/logger'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MAIL_ATTEMPTS_MAX, MAIL_LEASE_MS } from '../src/domain/mail.js'
import { createConsoleMailer } from '../src/mail/console-mailer.js'
import { createSmtpMailer } from '../src/mail/smtp-mailer.js'
import { requestResetMutation, resetMutation } from './account-operations.js'
import { mailSettings, startMailServer, type MailServer } from './mail-server.js'
import { PASSWORD, startUsers, type Player, type TestApp } from './users-app.js'

let mail: MailServer
let users: TestApp
let player: Player
const lines: string[] = []
beforeEach(async () => {
  lines.length = 0
  mail = await startMailServer()
  const logger = createLogger({ name: 'test', level: 'trace', destination: { write: line => void lines.push(line) } })
  users = await startUsers({ settings: mailSettings(mail), logger })
  player = await users.aPlayer()
  // Marks the address as verified, so that this player can request a password reset.
  await users.rows(`update "user" set email = $2, email_verified = true where id = $1`, [player.userId, player.email])
  await users.rows('delete from mail')
})
afterEach(async () => {
  await users.close()
  await mail.close()
})

const request = (email = player.email) => users.change(null, requestResetMutation, { email })
const send = () => users.app.services.sendMails()
const queue = () => users.rows<{ attempts: number; due_at: Date }>('select attempts, due_at from mail')
const queued = async () => (await queue()).map(({ attempts }) => attempts)
/** Logged lines that hold a token or an address. */
const secretsIn = (texts: readonly string[], token: string) =>
  texts.filter(text => text.includes(token) || text.includes(player.email))

test('a mail that a server does not take yet is tried again, later each time, until it is taken', async () => {
  mail.refuseWith = 451
  await request()
  const pausesMs: number[] = []
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await send()
    const [waiting] = await queue()
    expect(waiting?.attempts).toBe(attempt)
    pausesMs.push((waiting?.due_at.getTime() ?? 0) - users.clock.now().getTime())
    users.clock.advance((pausesMs.at(-1) ?? 0) - 1)
    await send()
    expect(await queued()).toEqual([attempt])
    users.clock.advance(1)
  }
  expect(pausesMs).toEqual([15_000, 30_000, 60_000, 120_000])
  mail.refuseWith = null
  await send()
  expect(mail.arrived).toHaveLength(1)
  expect(await queue()).toEqual([])
  const input = { token: mail.tokenFor(player.email), newPassword: `${PASSWORD} anew` }
  expect(await users.change(null, resetMutation, { input })).toMatchObject({ __typename: 'AuthSession' })
})

test('a mail to an address that does not exist is given up at once, and one that never goes out after four hours', async () => {
  mail.refuseWith = 550
  await request()
  await send()
  expect(await queue()).toEqual([])
  mail.refuseWith = 451
  await request()
  for (let attempt = 0; attempt < MAIL_ATTEMPTS_MAX; attempt += 1) {
    await send()
    users.clock.advance(3_600_000)
  }
  expect(await queue()).toEqual([])
  expect(lines.filter(line => line.includes('a mail was given up'))).toHaveLength(1)
})

test('a server that is away delays mail, and no request', async () => {
  await mail.close()
  expect(await request()).toMatchObject({ __typename: 'MailQueued' })
  await send()
  expect(await queued()).toEqual([1])
  expect(lines.join('')).toContain('ESOCKET')
})

test('a mail that a process has taken up and not sent is sent by another one when the lease ends', async () => {
  await request()
  // The row as a process leaves it that is killed before the server has answered.
  await users.rows(`update mail set attempts = 1, due_at = $1`, [new Date(users.clock.now().getTime() + MAIL_LEASE_MS)])
  await send()
  expect(mail.arrived).toEqual([])
  users.clock.advance(MAIL_LEASE_MS)
  await send()
  expect(mail.arrived).toHaveLength(1)
})

test('two processes send each mail once', async () => {
  const other = await users.another()
  try {
    for (let index = 0; index < 30; index += 1) {
      const name = `crowd_${index}`
      await users.rows(
        `insert into "user" (id, name, email, username) values (gen_random_uuid(), $1::text, $1 || '@example.com', $1::text)`,
        [name],
      )
      await users.rows(
        `insert into mail (id, kind, address, created_at, due_at) values (gen_random_uuid(), 'RESET_PASSWORD', $1, $2, $2)`,
        [`${name}@example.com`, users.clock.now()],
      )
    }
    await Promise.all([send(), other.services.sendMails(), send(), other.services.sendMails()])
    expect(new Set(mail.arrived.map(({ to }) => to)).size).toBe(30)
    expect(mail.arrived).toHaveLength(30)
  } finally {
    await other.close()
  }
})

test('neither tokens nor addresses nor the password of the mail server are ever logged', async () => {
  const login = { user: 'mailer', pass: 'hunter2 of the mail server' }
  const guarded = await startMailServer({ login })
  const from = { name: 'Game', address: 'no-reply@example.com' }
  const mailer = (pass: string) =>
    createSmtpMailer({ host: '127.0.0.1', port: guarded.port, tls: 'none', login: { ...login, pass }, from })
  const [right, wrong] = [mailer(login.pass), mailer('wrong')]
  try {
    expect(await right.send({ to: player.email, subject: 'S', text: 'token-of-a-mail' })).toBe('SENT')
    expect(guarded.arrived).toHaveLength(1)
    guarded.refuseWith = 451
    const failures = [
      await right.send({ to: player.email, subject: 'S', text: 'token-of-a-mail' }).catch((error: unknown) => error),
      await wrong.send({ to: player.email, subject: 'S', text: 'token-of-a-mail' }).catch((error: unknown) => error),
    ]
    const told = failures.map(error =>
      error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error),
    )
    expect(told[0]).toContain('451')
    expect(told[1]).toContain('EAUTH')
    for (const secret of ['token-of-a-mail', player.email, login.pass, 'wrong'])
      expect(told.join('\n').replaceAll('wrong login', '')).not.toContain(secret)
  } finally {
    right.close()
    wrong.close()
    await guarded.close()
  }
  mail.refuseWith = 451
  await request()
  await send()
  mail.refuseWith = null
  users.clock.advance(60_000)
  await send()
  expect(lines.length).toBeGreaterThan(0)
  expect(secretsIn(lines, mail.tokenFor(player.email))).toEqual([])
})

test('a mail server without TLS gets nothing where STARTTLS is asked for', async () => {
  const from = { name: '', address: 'no-reply@example.com' }
  const mailer = createSmtpMailer({ host: '127.0.0.1', port: mail.port, tls: 'starttls', login: null, from })
  try {
    await expect(mailer.send({ to: player.email, subject: 'S', text: 'T' })).rejects.toThrow('ETLS')
    expect(mail.arrived).toEqual([])
  } finally {
    mailer.close()
  }
})

test('in development mail can go to the terminal, where the token can be copied', async () => {
  const written: string[] = []
  const shown = await startUsers({ mailer: createConsoleMailer(text => void written.push(text)) })
  try {
    const { email } = await shown.aPlayer()
    await shown.app.services.sendMails()
    expect(written).toHaveLength(1)
    expect(written[0]).toContain(email)
    expect(written[0]).toMatch(/^[\w-]{43}$/m)
  } finally {
    await shown.close()
  }
})
