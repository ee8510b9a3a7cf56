import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { chosenCharacter } from './play/chosen-character.js'
import { useOnlyTab } from './play/use-only-tab.js'
import { Playing } from './playing.js'

const OWN_CHARACTERS = graphql(`
  query WorldCharacters {
    me {
      id
      characters {
        id
        name
        purgeAt
      }
    }
  }
`)

/** The live map, with the character that this browser plays. */
export default function World() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: OWN_CHARACTERS, requestPolicy: 'cache-and-network' })
  return (
    <Screen title={t('nav.world')}>
      <Loaded data={data} error={error} retry={reload}>
        {({ me }) => {
          const own = (me?.characters ?? []).filter(({ purgeAt }) => !purgeAt)
          const character = own.find(({ id }) => id === chosenCharacter()) ?? own[0]
          if (character === undefined) return <NoCharacter />
          return <InOneTab key={character.id} characterId={character.id} name={character.name} />
        }}
      </Loaded>
    </Screen>
  )
}

function NoCharacter() {
  const { t } = useTranslation()
  return (
    <Notice>
      <p>{t('world.noCharacter')}</p>
      <p>
        <Link to="/characters/new">{t('world.makeOne')}</Link>
      </p>
    </Notice>
  )
}

function InOneTab({ characterId, name }: { characterId: string; name: string }) {
  const { t } = useTranslation()
  const [claim, takeOver] = useOnlyTab(characterId)
  const [attempt, setAttempt] = useState(0)
  if (claim === 'here')
    return <Playing key={attempt} characterId={characterId} onAgain={() => setAttempt(attempt + 1)} />
  if (claim === 'asking') return <p role="status">{t('loading')}</p>
  return (
    <Notice tone="warn">
      <p>{t('world.otherTab', { name })}</p>
      <Button onClick={takeOver}>{t('world.playHere')}</Button>
    </Notice>
  )
}
