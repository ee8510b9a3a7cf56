import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { parseRepository, type Backup } from './repository.js'
import { backupFor, parseRestorePoint, targetOf } from './restore-point.js'
import { checkTarget } from './target-directory.js'

const now = new Date('2026-11-30T12:00:00Z')
const backup = (label: string, stoppedAt: string): Backup => ({
  label,
  startedAt: new Date(stoppedAt),
  stoppedAt: new Date(stoppedAt),
  bytes: 1,
  storedBytes: 1,
  hasBadPages: false,
})
const backups = [backup('older', '2026-11-28T00:03:00Z'), backup('newer', '2026-11-29T00:03:00Z')]
const chosen = (text: string) => backupFor(parseRestorePoint(text), { backups, now }).label

describe('the moment of a restore', () => {
  it('is a time with its zone, or the end of the archive', () => {
    expect(parseRestorePoint('latest')).toEqual({ kind: 'latest' })
    for (const text of ['2026-11-30T12:34:56Z', '2026-11-30 13:34:56+01:00', '2026-11-30T12:34:56.000Z'])
      expect(parseRestorePoint(text)).toEqual({ kind: 'time', at: new Date('2026-11-30T12:34:56Z') })
  })

  it.each(['', 'yesterday', '2026-11-30', '2026-11-30 12:34:56', '2026-02-31T00:00:00Z', '2026-11-30T25:00:00Z'])(
    'is not "%s"',
    text => {
      expect(() => parseRestorePoint(text)).toThrow('a time with its zone')
    },
  )

  it('is reached from the newest backup that was complete by then', () => {
    expect(chosen('2026-11-29T00:03:00Z')).toBe('newer')
    expect(chosen('2026-11-29T00:02:59Z')).toBe('older')
    expect(chosen('latest')).toBe('newer')
  })

  it('is neither before the first backup nor in the future', () => {
    expect(() => chosen('2026-11-28T00:02:59Z')).toThrow(
      /before the first backup: the earliest moment is 2026-11-28T00:03:00/,
    )
    expect(() => chosen('2026-11-30T12:00:01Z')).toThrow(/in the future: it is 2026-11-30T12:00:00/)
    expect(() => backupFor({ kind: 'latest' }, { backups: [], now })).toThrow('no backup yet')
  })

  it('is told to PostgreSQL with its zone', () => {
    expect(targetOf(new Date('2026-11-30T12:34:56.700Z'))).toBe('2026-11-30 12:34:56.700+00')
  })
})

const statusOf = (code: number, message: string) =>
  JSON.stringify([{ status: { code, message: 'other' }, repo: [{ status: { code, message } }] }])

test('a repository that another key opens, or none, is not taken for an empty one', () => {
  expect(() => parseRepository(statusOf(99, '[CryptoError] unable to load info file'))).toThrow(
    'BACKUP_KEY does not open this repository',
  )
  // A wrong key makes any bytes of a file, and pgBackRest repeats them.
  expect(() => parseRepository(statusOf(99, 'FormatError: invalid JSON type at: x').replace('x', '\u0002'))).toThrow(
    'BACKUP_KEY does not open this repository',
  )
  expect(() => parseRepository(statusOf(99, '[HostConnectError] unable to connect'))).toThrow('cannot be read')
  expect(parseRepository(statusOf(2, 'no valid backups')).backups).toEqual([])
  expect(parseRepository('[]').backups).toEqual([])
})

test('a restore goes into an empty folder with room for it, and nowhere else', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'waystone-target-'))
  try {
    const target = path.join(parent, 'below', 'data')
    expect(() => checkTarget(target, { bytes: 1 })).not.toThrow()
    expect(() => checkTarget(target, { bytes: Number.MAX_SAFE_INTEGER })).toThrow('larger disk')
    mkdirSync(target, { recursive: true })
    expect(() => checkTarget(target, { bytes: 1 })).not.toThrow()
    writeFileSync(path.join(target, 'postmaster.pid'), '')
    expect(() => checkTarget(target, { bytes: 1 })).toThrow(/is not empty.*Stop PostgreSQL first/)
    expect(() => checkTarget(path.join(target, 'postmaster.pid'), { bytes: 1 })).toThrow('is not a directory')
  } finally {
    rmSync(parent, { recursive: true })
  }
})
