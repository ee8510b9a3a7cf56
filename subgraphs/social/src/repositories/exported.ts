import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'
import { guildSections } from './exported-guilds.js'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

const sections: readonly ExportSection[] = [...guildSections]
