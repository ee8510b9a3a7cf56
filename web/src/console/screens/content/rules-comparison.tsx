import { useTranslation } from 'react-i18next'
import { ServerTable } from '../../parts/server-table.js'
import { changedRules } from './changed-rules.js'

/** The rules that differ between a published version and what is in the editor. */
export function RulesComparison({ before, after }: { before: unknown; after: unknown }) {
  const { t } = useTranslation()
  const changes = changedRules(before, after)
  if (changes.length === 0) return null
  return (
    <>
      <h3>{t('consoleContent.changedRules')}</h3>
      <ServerTable
        label={t('consoleContent.changedRules')}
        rows={changes.map(change => ({ ...change, id: change.path }))}
        columns={[
          { title: t('consoleContent.rule'), cell: ({ path }) => <code>{path}</code> },
          { title: t('consoleContent.inVersion'), cell: ({ before: old }) => <code>{old ?? '–'}</code> },
          { title: t('consoleContent.inEditor'), cell: ({ after: now }) => <code>{now ?? '–'}</code> },
        ]}
      />
    </>
  )
}
