import { StartError } from '@waystone/kit/errors'

/** A backup or a restore that cannot be done, in words for the person at the terminal. */
export class BackupError extends StartError {
  override readonly name = 'BackupError'
}
