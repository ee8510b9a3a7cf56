import { createCommand } from '@waystone/kit/command'
import { runMain } from '@waystone/kit/lifecycle'
import { addBackupCommands } from './backups/commands/backup-commands.js'
import { addRestoreCommands } from './backups/commands/restore-commands.js'
import { openBackups } from './backups/open-backups.js'
import { backupSettingNames } from './backups/settings.js'

runMain(async () => {
  const program = createCommand('waystone backup').description(
    'Backs up the whole cluster of databases with pgBackRest, encrypted, and restores it to a moment. Runs where PostgreSQL runs.',
  )
  const open = () => openBackups(process.env)
  addBackupCommands(program, open)
  addRestoreCommands(program, open)
  program
    .command('after-restore')
    .description('bring restored databases in line with what they have forgotten; see its own --help')
  program.addHelpText(
    'after',
    `
Settings: ${backupSettingNames.join(', ')}.
BACKUP_REPOSITORY is a directory or s3://bucket/prefix, BACKUP_KEY what everything there is encrypted with: keep a copy elsewhere,
since without it no backup can be read. ops/runbooks/backup.md and restore.md say what to do when.
Exit code: 0 when all is well, 1 when it is refused or failed, 2 for wrong usage.`,
  )
  await program.parseAsync()
})
