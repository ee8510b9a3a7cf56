import { exportPage, type DataExport, type ExportArguments, type ExportSection } from '@waystone/kit/graphql'
import type { Queryable } from '@waystone/kit/postgres'

/** A page of what this subgraph knows of a user; docs/personal-data.md lists what is left out, and why. */
export const exportUser = (db: Queryable, page: ExportArguments & { readonly userId: string }): Promise<DataExport> =>
  exportPage(db, sections, page)

const sections: readonly ExportSection[] = [
  {
    kind: 'roster',
    from: 'rosters',
    owner: 'user_id',
    key: [['user_id', 'uuid']],
    entry: `jsonb_build_object('pendingExperience', pending_experience)`,
  },
  {
    kind: 'character',
    from: 'characters c',
    owner: 'c.user_id',
    key: [
      ['c.created_at', 'timestamptz'],
      ['c.id', 'uuid'],
    ],
    entry: `to_jsonb(c) - 'user_id' - 'name_key'`,
  },
  {
    kind: 'pet',
    from: 'pets p JOIN characters o ON o.id = p.character_id',
    owner: 'o.user_id',
    key: [
      ['p.tamed_at', 'timestamptz'],
      ['p.id', 'uuid'],
    ],
    entry: 'to_jsonb(p)',
  },
]
