import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { renderPgbackrestConfig, renderPostgresSettings } from './pgbackrest-config.js'
import { backupSettingNames, readBackupSettings } from './settings.js'

const KEY = 'k'.repeat(64)
const directory = { BACKUP_REPOSITORY: '/backups', BACKUP_KEY: KEY, BACKUP_POSTGRES_DATA: '/data' }
const store = {
  ...directory,
  BACKUP_REPOSITORY: 's3://waystone-backups/production/',
  BACKUP_S3_ENDPOINT: 's3.example.com',
  BACKUP_S3_REGION: 'eu-1',
  BACKUP_S3_ACCESS_KEY: 'access',
  BACKUP_S3_SECRET_KEY: 'store-secret',
  BACKUP_S3_URI_STYLE: 'path',
}
const rendered = (env: Record<string, string>) => renderPgbackrestConfig(readBackupSettings(env)).split('\n')

describe('the settings of backups', () => {
  it('say all that is wrong at once, and no secret', () => {
    const wrong = { BACKUP_REPOSITORY: 'backups', BACKUP_KEY: 'short', BACKUP_RETENTION_DAYS: '0' }
    let message = ''
    try {
      readBackupSettings(wrong)
    } catch (error) {
      message = String(error)
    }
    for (const name of [...Object.keys(wrong), 'BACKUP_POSTGRES_DATA']) expect(message).toContain(`${name}: `)
    expect(message).toContain('openssl rand -base64 48')
    expect(message).not.toContain('short')
  })

  it('say how to make the key that is missing', () => {
    const { BACKUP_KEY: _, ...without } = directory
    expect(() => readBackupSettings(without)).toThrow(/BACKUP_KEY: is needed.*openssl rand/)
  })

  it('ask for the rest of a store', () => {
    expect(() => readBackupSettings({ ...directory, BACKUP_REPOSITORY: 's3://waystone-backups' })).toThrow(
      /BACKUP_S3_ENDPOINT[^]*BACKUP_S3_REGION[^]*BACKUP_S3_ACCESS_KEY[^]*BACKUP_S3_SECRET_KEY/,
    )
  })

  it('take no value that would add a line to the configuration', () => {
    expect(() => readBackupSettings({ ...directory, BACKUP_POSTGRES_DATA: '/data\nrepo1-path=/' })).toThrow(
      'BACKUP_POSTGRES_DATA',
    )
  })
})

test('backups are encrypted and kept for thirty days, with nothing to be set', () => {
  expect(rendered(directory)).toEqual(
    expect.arrayContaining([
      'repo1-type=posix',
      'repo1-path=/backups',
      'repo1-cipher-type=aes-256-cbc',
      `repo1-cipher-pass=${KEY}`,
      'repo1-retention-full-type=time',
      'repo1-retention-full=30',
      'pg1-path=/data',
    ]),
  )
})

test('a repository may be a folder of any store that speaks S3', () => {
  expect(rendered(store)).toEqual(
    expect.arrayContaining([
      'repo1-type=s3',
      'repo1-path=/production',
      'repo1-s3-bucket=waystone-backups',
      'repo1-s3-endpoint=s3.example.com',
      'repo1-s3-key=access',
      'repo1-s3-key-secret=store-secret',
      'repo1-s3-uri-style=path',
    ]),
  )
})

test('WAL is archived at least every minute, by a command that holds no secret', () => {
  const text = renderPostgresSettings(readBackupSettings(store))
  expect(text).toContain('archive_timeout = 60s\n')
  expect(text).toContain(
    `archive_command = 'pgbackrest --config=/etc/pgbackrest/waystone.conf --stanza=waystone archive-push %p'`,
  )
  for (const secret of [KEY, 'access', 'store-secret']) expect(text).not.toContain(secret)
})

const fileOf = (name: string) => readFileSync(new URL(`../../../ops/${name}`, import.meta.url), 'utf8')

test('the page of backups and the containers know every setting, and no other', () => {
  const named = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name))
  const known = new Set(backupSettingNames)
  expect(named(fileOf('runbooks/backup.md'), /`(BACKUP_\w+)`/g)).toEqual(known)
  expect(named(fileOf('backups/compose.yml'), /^ {2}(BACKUP_\w+):/gm)).toEqual(known)
})

test('the server of the containers archives by the command that the settings make', () => {
  const compose = fileOf('backups/compose.yml')
  const given = Object.fromEntries(
    [...compose.matchAll(/^ {2}(BACKUP_\w+): ([^$\n]+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )
  const text = renderPostgresSettings(readBackupSettings({ ...directory, ...given }))
  const [, command] = /archive_command = '(.+)'/.exec(text) ?? []
  expect(compose).toContain(`--archive_command=${command}\n`)
})

test('the timers call commands that there are', () => {
  const called = [...fileOf('backups/waystone-backups.crontab').matchAll(/waystone backup (\w+)/g)].map(
    ([, name]) => name,
  )
  expect(new Set(called)).toEqual(new Set(['check', 'run', 'test']))
  expect(fileOf('backups/waystone-backups.crontab')).toMatch(/^CRON_TZ=UTC$[^]*^0 0 \* \* \* /m)
})
