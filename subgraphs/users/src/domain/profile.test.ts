import { describe, expect, it } from 'vitest'
import {
  problemOfDisplayName,
  problemOfEmail,
  problemOfNewProfile,
  problemOfPassword,
  problemOfReservedUsername,
  problemOfTimeZone,
  problemOfUsername,
} from './profile.js'

describe('a username', () => {
  it.each(['abc', 'Aria_99', 'x'.repeat(24), '___'])('may be %s', name => {
    expect(problemOfUsername(name)).toBeNull()
  })
  it.each(['', 'ab', 'x'.repeat(25), 'aria!', 'a b c', 'ärger', 'аria', 'aria\n'])('may not be %j', name => {
    expect(problemOfUsername(name)).toMatchObject({ field: 'username' })
  })
})

it('a username may not pass for those who run the game', () => {
  for (const name of ['admin', 'ADM1N', '_System_', 'moderator7'])
    expect(problemOfReservedUsername(name)).toMatchObject({ field: 'username' })
  expect(problemOfReservedUsername('Adamina')).toBeNull()
})

describe('a password', () => {
  it('has 8 to 128 characters', () => {
    expect(problemOfPassword('x'.repeat(8))).toBeNull()
    expect(problemOfPassword('x'.repeat(128))).toBeNull()
    expect(problemOfPassword('x'.repeat(7))).toMatchObject({ field: 'password', message: expect.stringContaining('7') })
    expect(problemOfPassword('x'.repeat(129))).toMatchObject({ field: 'password' })
  })
})

it('a password is not what is tried first at a known account', () => {
  const profile = {
    username: 'Aria_of_old',
    email: 'aria.smith@example.com',
    displayName: 'Aria Smith',
    timeZone: 'UTC',
  }
  const guesses = [
    'aria_of_old',
    ' ARIA_OF_OLD',
    'aria.smith',
    'Aria.Smith@example.com',
    'aria smith',
    '00000000',
    'AaAaAaAa',
  ]
  for (const password of guesses)
    expect(problemOfNewProfile({ ...profile, password }), password).toMatchObject({ field: 'password' })
  expect(problemOfNewProfile({ ...profile, password: 'aria_of_old and more' })).toBeNull()
})

describe('a display name', () => {
  it.each(['A', '光の剣', '👩‍🚀 Aria', 'x'.repeat(40), '🗡'.repeat(40)])('may be %s', name => {
    expect(problemOfDisplayName(name)).toBeNull()
  })
  it.each(['', 'x'.repeat(41), 'a\u0000b', 'a\nb', 'a\u202eb', '\ud800', 'a\u200bb', '\u2800', 'ѕуѕtеm', 'Waystone'])(
    'may not be %j',
    name => {
      expect(problemOfDisplayName(name)).toMatchObject({ field: 'displayName' })
    },
  )
})

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('may be %s', zone => {
    expect(problemOfTimeZone(zone)).toBeNull()
  })
  it.each(['', 'Mars/Olympus', '+01:00', 'Europe/Paris; DROP', 'x'.repeat(65)])('may not be %j', zone => {
    expect(problemOfTimeZone(zone)).toMatchObject({ field: 'timeZone' })
  })
})

describe('an e-mail address', () => {
  it('has at most 254 characters', () => {
    expect(problemOfEmail(`${'x'.repeat(242)}@example.com`)).toBeNull()
    expect(problemOfEmail(`${'x'.repeat(243)}@example.com`)).toMatchObject({ field: 'email' })
  })
  it.each(['a@b', 'a..b@example.com', '.a@example.com', 'a@1.2.3.4', 'nobody'])('may not be %s', address => {
    expect(problemOfEmail(address)).toMatchObject({ field: 'email' })
  })
  it.each(["o'brien@example.com", 'a+b@example.co.uk', 'A_b-c@sub.example.com'])('may be %s', address => {
    expect(problemOfEmail(address)).toBeNull()
  })
})
