import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BackupError } from '../backups/backup-error.js'
import { prepareRepository } from '../backups/commands/backup-commands.js'
import { prepareRestore } from '../backups/commands/restore-commands.js'
import { extractDump, listDumps } from '../backups/logical-dumps.js'
import { openPgbackrest } from '../backups/pgbackrest.js'
import type { Backups } from '../backups/open-backups.js'
import { restoreCluster } from '../backups/restore-cluster.js'
import type { RestorePoint } from '../backups/restore-point.js'
import { bucketOf } from '../backups/settings.js'
import { checkTarget } from '../backups/target-directory.js'

const LATEST: RestorePoint = { kind: 'latest' }
const YEAR_MS = 365 * 24 * 60 * 60_000

/**
 * Tries restores that must be refused, on the real repository. The last ones damage it.
 * @returns a problem for each that was not refused, was refused in other words, or left something behind.
 */
export async function findMissingRefusals(backups: Backups): Promise<readonly string[]> {
  const { settings, pgbackrest } = backups
  const target = path.join(path.dirname(settings.BACKUP_POSTGRES_DATA), 'refused')
  const problems: string[] = []
  const expectRefusal = async (words: RegExp, work: () => Promise<unknown>) => {
    try {
      await work()
      problems.push(`not refused: ${words.source}`)
    } catch (error) {
      if (!(error instanceof BackupError) || !words.test(error.message))
        problems.push(`expected ${words.source}, got ${error instanceof Error ? error.message : String(error)}`)
      if (error instanceof Error && error.message.includes(settings.BACKUP_KEY))
        problems.push('the key is in a message')
    }
    if (existsSync(target) || existsSync(`${target}.restoring`)) problems.push(`left behind after ${words.source}`)
  }
  const at = (time: number): RestorePoint => ({ kind: 'time', at: new Date(time) })

  await expectRefusal(/is in the future/, () => prepareRestore(backups, { point: at(Date.now() + YEAR_MS) }))
  await expectRefusal(/is before the first backup/, () => prepareRestore(backups, { point: at(Date.now() - YEAR_MS) }))
  await expectRefusal(/has no backup 20200101-000000F/, () =>
    prepareRestore(backups, { point: LATEST, backup: '20200101-000000F' }),
  )
  await expectRefusal(/is not empty/, async () => checkTarget(settings.BACKUP_POSTGRES_DATA, { bytes: 0 }))
  await expectRefusal(/larger disk/, async () => checkTarget(target, { bytes: Number.MAX_SAFE_INTEGER }))
  await expectRefusal(/archive ends before this moment/, async () =>
    restoreCluster(target, { ...(await prepareRestore(backups, { point: at(Date.now() - 1) })), isCopy: true }),
  )
  const configuration = () => readFileSync(settings.BACKUP_CONFIG_FILE, 'utf8')
  const before = configuration()
  const other = withOtherKey(backups)
  await expectRefusal(/BACKUP_KEY does not open this repository/, () => prepareRestore(other, { point: LATEST }))
  await expectRefusal(/BACKUP_KEY does not open this repository/, () => prepareRepository(other, { isReachable: true }))
  if (configuration() !== before) problems.push('another key is in the configuration that archives')

  // Only a folder can be damaged here.
  if (bucketOf(settings.BACKUP_REPOSITORY) !== null) return problems
  await damageDump(backups)
  const [dump] = await listDumps(pgbackrest)
  const file = path.join(path.dirname(target), 'extracted')
  await expectRefusal(/the dump is corrupted/, () =>
    extractDump(backups, { label: dump?.label ?? '', name: 'waystone_users', file }),
  )
  if (existsSync(file)) problems.push('a corrupted dump left a file')

  damageBackup(settings.BACKUP_REPOSITORY)
  await expectRefusal(/repository is corrupted/, async () =>
    restoreCluster(target, { ...(await prepareRestore(backups, { point: LATEST })), isCopy: true }),
  )
  return problems
}

function withOtherKey(backups: Backups): Backups {
  const { settings: own, account } = backups
  const settings = { ...own, BACKUP_KEY: 'k'.repeat(64) }
  return { ...backups, settings, pgbackrest: openPgbackrest(settings, account) }
}

async function damageDump({ settings, pgbackrest }: Backups): Promise<void> {
  const [dump] = await listDumps(pgbackrest)
  appendFileSync(path.join(settings.BACKUP_REPOSITORY, 'dumps', dump?.label ?? '', 'waystone_users.dump'), 'x')
}

/** Changes a byte in the middle of the largest file of the newest backup. */
function damageBackup(repository: string): void {
  const backups = path.join(repository, 'backup', 'waystone')
  const label =
    readdirSync(backups)
      .filter(name => /^\d{8}-\d{6}F$/.test(name))
      .toSorted()
      .at(-1) ?? ''
  const files = readdirSync(path.join(backups, label), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.startsWith('backup.manifest'))
    .map(entry => path.join(entry.parentPath, entry.name))
  const [largest] = files
    .map(file => ({ file, bytes: readFileSync(file) }))
    .toSorted((one, other) => other.bytes.length - one.bytes.length)
  if (largest === undefined) throw new Error(`The backup ${label} has no file`)
  const { file, bytes } = largest
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8((bytes.readUInt8(middle) + 1) % 256, middle)
  writeFileSync(file, bytes)
}
