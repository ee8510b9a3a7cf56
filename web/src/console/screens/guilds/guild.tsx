import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { usePaging } from '../../../ui/pager.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { ScreenLink } from '../../../ui/screen-link.js'
import { ExportButtons } from '../../parts/export-buttons.js'
import { GuildFacts } from './guild-facts.js'

const GUILD = graphql(`
  query ConsoleGuild($id: ID!, $first: Int!, $after: String, $membersAfter: String) {
    guild(id: $id) {
      ...GuildFacts
    }
  }
`)

const LOG_PAGE_SIZE = 20

/** One guild: its members, and every movement of its treasury. */
export default function Guild() {
  const { t } = useTranslation()
  const { guildId = '' }: { guildId?: string } = useParams({ strict: false })
  const [logPages, memberPages] = [usePaging(), usePaging()]
  const listed = { id: guildId, first: LOG_PAGE_SIZE }
  const [{ data, error, fetching }, reload] = useQuery({
    query: GUILD,
    variables: { ...listed, after: logPages.after ?? null, membersAfter: memberPages.after ?? null },
    requestPolicy: 'cache-and-network',
  })
  // Not null, which `Loaded` takes for an answer that did not come.
  const answered = data && { guild: data.guild ?? null }
  return (
    <Screen
      title={data?.guild?.name ?? t('console.nav.guilds')}
      actions={<ScreenLink to="/console/guilds">{t('console.nav.guilds')}</ScreenLink>}
    >
      <Loaded data={answered} error={error} retry={reload}>
        {({ guild }) =>
          guild === null ? (
            <p role="status">{t('consoleGuilds.unknown')}</p>
          ) : (
            <>
              <GuildFacts guild={guild} logPages={logPages} memberPages={memberPages} busy={fetching} />
              <ExportButtons document={GUILD} variables={listed} path="guild.log" />
            </>
          )
        }
      </Loaded>
    </Screen>
  )
}
