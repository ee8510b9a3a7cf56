import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { FindGuilds } from './find-guilds.js'
import { FoundForm } from './found-form.js'
import { OwnGuild } from './own-guild.js'

const OWN = graphql(`
  query OwnGuildId {
    me {
      id
      guild {
        role
        guild {
          id
          name
        }
      }
    }
  }
`)

/** The player's guild; without one, the guilds there are and the form that founds another. */
export default function Guild() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: OWN, requestPolicy: 'cache-and-network' })
  const again = () => reload({ requestPolicy: 'network-only' })
  return (
    <Screen title={data?.me?.guild?.guild.name ?? t('nav.guild')}>
      <Loaded data={data?.me} error={error} retry={again}>
        {me =>
          me.guild ? (
            <OwnGuild guildId={me.guild.guild.id} viewer={{ id: me.id, role: me.guild.role }} onChanged={again} />
          ) : (
            <>
              <FindGuilds onJoined={again} />
              <FoundForm viewerId={me.id} onFounded={again} />
            </>
          )
        }
      </Loaded>
    </Screen>
  )
}
