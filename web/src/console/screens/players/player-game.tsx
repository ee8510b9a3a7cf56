import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { formatNumber } from '../../../texts/format.js'
import { Loaded } from '../../../ui/screen.js'
import { Moment } from '../../parts/moment.js'
import { ServerTable } from '../../parts/server-table.js'

const GAME = graphql(`
  query ConsolePlayerGame($userId: ID!) {
    user(id: $userId) {
      id
      characters {
        id
        name
        class
        level
        online
        purgeAt
        map {
          id
          name
        }
        position {
          x
          y
        }
      }
      questProgress {
        id
        status
        completions
        updatedAt
        quest {
          id
          name
        }
        objectives {
          count
          objective {
            target
          }
        }
      }
    }
  }
`)

/** Characters and quests of a player. */
export function PlayerGame({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: GAME, variables: { userId }, requestPolicy: 'cache-and-network' })
  return (
    <Loaded data={data?.user} error={error} retry={reload}>
      {({ characters, questProgress }) => (
        <>
          <h2>{t('consolePlayers.characters')}</h2>
          <ServerTable
            label={t('consolePlayers.characters')}
            rows={characters ?? []}
            columns={[
              { title: t('consolePlayers.name'), cell: each => each.name },
              { title: t('consolePlayers.class'), cell: each => each.class },
              { title: t('consolePlayers.level'), numeric: true, cell: each => formatNumber(each.level) },
              {
                title: t('consolePlayers.place'),
                cell: each => `${each.map.name} (${each.position.x}, ${each.position.y})`,
              },
              { title: t('consolePlayers.online'), cell: each => t(each.online ? 'console.yes' : 'console.no') },
              { title: t('consolePlayers.purgeAt'), cell: each => (each.purgeAt ? <Moment at={each.purgeAt} /> : '–') },
            ]}
          />
          <h2>{t('consolePlayers.quests')}</h2>
          <ServerTable
            label={t('consolePlayers.quests')}
            rows={questProgress ?? []}
            columns={[
              { title: t('consolePlayers.quest'), cell: each => each.quest.name },
              { title: t('consolePlayers.status'), cell: each => each.status },
              {
                title: t('consolePlayers.objectives'),
                cell: each => each.objectives.map(({ count, objective }) => `${count}/${objective.target}`).join(', '),
              },
              { title: t('consolePlayers.completions'), numeric: true, cell: each => formatNumber(each.completions) },
              { title: t('console.when'), cell: each => <Moment at={each.updatedAt} /> },
            ]}
          />
        </>
      )}
    </Loaded>
  )
}
