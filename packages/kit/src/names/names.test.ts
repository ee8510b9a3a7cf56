import { describe, expect, it } from 'vitest'
import { faultOfName, isReservedName, normalName } from './index.js'

describe('a name', () => {
  it.each(['Aria', 'Łukasz', '山田', 'محمد', 'O’Neill 2', '🎨 The Painter', '❤️', '👩‍🚀', '🇫🇷', 'é'.normalize('NFD')])(
    'may be %s',
    name => {
      expect(faultOfName(normalName(name))).toBeNull()
    },
  )

  it('is kept in one form, however it was typed', () => {
    expect(normalName(' Ame\u0301lie\u00a0')).toBe('Am\u00e9lie')
  })

  it.each([
    ['CONTROL', 'a\u0000b'],
    ['CONTROL', 'a\u202eb'],
    ['CONTROL', 'a\ud800'],
    ['INVISIBLE', 'Ar\u200bia'],
    ['INVISIBLE', 'Ar\u00adia'],
    ['INVISIBLE', 'Aria\u3164'],
    ['INVISIBLE', 'Aria\ufe0f'],
    ['INVISIBLE', 'Aria\u{e0041}'],
    ['INVISIBLE', '\u200d'],
    ['BLANK', ''],
    ['BLANK', '\u2800'],
    ['BLANK', '\u0301'],
  ] as const)('is refused as %s: %j', (fault, name) => {
    expect(faultOfName(normalName(name))).toBe(fault)
  })
})

describe('a reserved name', () => {
  it.each([
    'admin',
    'ADMIN',
    'Admin',
    'ADMlN',
    'adm1n',
    '4dm1n',
    'аdmin',
    'ａｄｍｉｎ',
    '𝐚𝐝𝐦𝐢𝐧',
    'ádmín',
    'ꓮꓓꓟꓲꓠ',
    'adrnin',
    'a d m i n',
    '_admin_',
    'admin123',
    '[Admin]',
    'ѕуѕtеm',
    '$y5tem',
    'Moderat0r',
    'wаystone',
    'ѡaystone',
    'Waystone Team',
    'waystone_support',
    'G.M.',
    '\u039coderator',
    'SYST\u0395M',
    'ᴀᴅᴍɪɴ',
    '🅰dmin',
    '🅐🅓🅜🅘🅝',
    '🇦 🇩 🇲 🇮 🇳',
    'adm¡n',
    'vvaystone',
    '123 Admin',
    '1admin',
    'Support Team',
    'Waystone Moderator',
  ])('is recognised in %s', name => {
    expect(isReservedName(normalName(name))).toBe(true)
  })

  it.each([
    'Adamina',
    'Badminton',
    'Systematic',
    'Modest',
    'Waystones',
    'Steam',
    'Teamo',
    '12',
    '4',
    'Team Aria',
    'Steam Admiral',
    'Админка',
    '山田',
  ])('is not seen in %s', name => {
    expect(isReservedName(normalName(name))).toBe(false)
  })
})
