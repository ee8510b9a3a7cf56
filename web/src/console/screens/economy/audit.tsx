import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { errorText } from '../../../refusals/error-text.js'
import { formatMoment, formatNumber } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { ServerTable } from '../../parts/server-table.js'

const AUDIT = graphql(`
  query ConsoleAudit {
    economyAudit {
      checkedAt
      invariants {
        name
        description
        violations
        samples
      }
    }
  }
`)

/** The invariants of the economy, checked over all databases when the operator asks for it. */
export function Audit() {
  const { t } = useTranslation()
  const [{ data, error, fetching }, run] = useQuery({ query: AUDIT, pause: true })
  const audit = data?.economyAudit
  const broken = audit?.invariants.filter(({ violations }) => violations > 0).length ?? 0
  return (
    <>
      <p>{t('consoleEconomy.auditText')}</p>
      <p>
        <Button tone="primary" busy={fetching} onClick={() => run({ requestPolicy: 'network-only' })}>
          {t('consoleEconomy.runAudit')}
        </Button>
      </p>
      {fetching && <p role="status">{t('loading')}</p>}
      {error && !fetching && <Notice tone="bad">{errorText(error)}</Notice>}
      {audit && (
        <>
          <Notice tone={broken === 0 ? 'good' : 'bad'}>
            {t(broken === 0 ? 'consoleEconomy.clean' : 'consoleEconomy.broken', {
              count: broken,
              all: audit.invariants.length,
              at: formatMoment(audit.checkedAt),
            })}
          </Notice>
          <ServerTable
            label={t('consoleEconomy.audit')}
            rows={audit.invariants.map(invariant => ({ ...invariant, id: invariant.name }))}
            columns={[
              { title: t('consoleEconomy.invariant'), cell: each => <code>{each.name}</code> },
              { title: t('consoleEconomy.meaning'), cell: each => each.description },
              { title: t('consoleEconomy.violations'), numeric: true, cell: each => formatNumber(each.violations) },
              { title: t('consoleEconomy.samples'), cell: each => each.samples.join(', ') || '–' },
            ]}
          />
        </>
      )}
    </>
  )
}
