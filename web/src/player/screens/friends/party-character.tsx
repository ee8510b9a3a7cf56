import { useTranslation } from 'react-i18next'
import { graphql } from '../../../generated/gql.js'
import type { FriendsQuery } from '../../../generated/graphql.js'
import { useAct } from '../../../refusals/use-act.js'
import ui from '../../../ui/ui.module.css'

const PLAY = graphql(`
  mutation SetPartyCharacter($characterId: ID!) {
    setPartyCharacter(characterId: $characterId) {
      __typename
      ... on Party {
        ...PartyShown
      }
      ... on Refusal {
        message
      }
    }
  }
`)

type Me = NonNullable<FriendsQuery['me']>

/** The choice of the character that plays in the party. */
export function PartyCharacter(props: { party: NonNullable<Me['party']>; me: Me; onChanged: () => void }) {
  const { party, me, onChanged } = props
  const { t } = useTranslation()
  const { attempt, busy, problem } = useAct(PLAY, data => data.setPartyCharacter)
  const chosen = party.members.find(({ user }) => user?.id === me.id)?.character?.id ?? ''
  const characters = me.characters ?? []
  if (characters.length === 0) return null
  const play = async (characterId: string) => {
    if (characterId !== '' && (await attempt({ characterId })) === null) onChanged()
  }
  return (
    <label className={ui.field}>
      <span className={ui.label}>{t('friends.party.character')}</span>
      <select className={ui.input} value={chosen} aria-busy={busy} onChange={({ target }) => void play(target.value)}>
        <option value="" disabled>
          {t('friends.party.choose')}
        </option>
        {characters.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {problem !== null && (
        <span role="alert" className={ui.problem}>
          {problem}
        </span>
      )}
    </label>
  )
}
