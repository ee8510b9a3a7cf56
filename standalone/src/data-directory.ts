import { rm } from 'node:fs/promises'
import path from 'node:path'
import { deleteEmbeddedPostgres } from '@waystone/kit/embedded-postgres'

/** Where Postgres works within a data directory. */
export const postgresDirectory = (dataDirectory: string): string => path.join(dataDirectory, 'postgres')

/** `--fresh`: everything that a data directory stands for. */
export async function deleteData(dataDirectory: string): Promise<void> {
  await deleteEmbeddedPostgres(postgresDirectory(dataDirectory))
  await rm(dataDirectory, { recursive: true, force: true })
}
