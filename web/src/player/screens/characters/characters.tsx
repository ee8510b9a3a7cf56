import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { OwnCharactersQuery } from '../../../generated/graphql.js'
import { formatFromNow, formatMoment } from '../../../texts/format.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import parts from '../../../ui/ui.module.css'
import { chooseCharacter, chosenCharacter } from '../world/play/chosen-character.js'
import styles from './characters.module.css'
import { DeleteDialog } from './delete-dialog.js'
import { LookPicture } from './look-picture.js'
import { RestoreButton } from './restore-button.js'

const OWN_CHARACTERS = graphql(`
  query OwnCharacters {
    me {
      id
      characterSlots
      characters {
        id
        name
        class
        art
        level
        online
        purgeAt
        appearance {
          hairStyle
          hairColor
          clothColor
        }
        map {
          id
          name
        }
      }
    }
    characterClasses {
      class
      name
    }
  }
`)

type Own = NonNullable<NonNullable<OwnCharactersQuery['me']>['characters']>[number]

/** The player's characters and the slots for more. */
export default function Characters() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: OWN_CHARACTERS, requestPolicy: 'cache-and-network' })
  return (
    <Screen title={t('nav.characters')}>
      <Loaded data={data} error={error} retry={reload}>
        {({ me, characterClasses }) => (
          <Roster
            own={me?.characters ?? []}
            slots={me?.characterSlots ?? null}
            className={kind => characterClasses?.find(profile => profile.class === kind)?.name ?? kind}
          />
        )}
      </Loaded>
    </Screen>
  )
}

function Roster({
  own,
  slots,
  className,
}: {
  own: readonly Own[]
  slots: number | null
  className: (kind: string) => string
}) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(chosenCharacter)
  const [deleted, setDeleted] = useState<Own | null>(null)
  const isFull = slots !== null && own.length >= slots
  const played = own.some(({ id, purgeAt }) => id === chosen && !purgeAt)
    ? chosen
    : (own.find(({ purgeAt }) => !purgeAt)?.id ?? null)
  const play = (id: string) => {
    chooseCharacter(id)
    setChosen(id)
  }
  return (
    <>
      <div className={parts.row}>
        {slots !== null && <p>{t('characters.slots', { used: own.length, slots })}</p>}
        {isFull ? (
          <p className={parts.muted}>{t('characters.full')}</p>
        ) : (
          <Link to="/characters/new" className={`${parts.button} ${parts.primary}`}>
            {t('characters.create')}
          </Link>
        )}
      </div>
      {own.length === 0 && <Notice>{t('characters.none')}</Notice>}
      <ul className={`${parts.grid} ${styles.pets}`} aria-label={t('nav.characters')}>
        {own.map(character => (
          <li key={character.id} className={parts.card}>
            <Card
              character={character}
              className={className(character.class)}
              isPlayed={character.id === played}
              onPlay={play}
              onDelete={setDeleted}
            />
          </li>
        ))}
      </ul>
      <DeleteDialog character={deleted} onClose={() => setDeleted(null)} />
    </>
  )
}

function Card(props: {
  character: Own
  className: string
  isPlayed: boolean
  onPlay: (id: string) => void
  onDelete: (character: Own) => void
}) {
  const { character, className, isPlayed, onPlay, onDelete } = props
  const { t } = useTranslation()
  const { id, name, art, appearance, level, map, online, purgeAt } = character
  return (
    <>
      <div className={styles.head}>
        <LookPicture art={art} look={appearance} />
        <div>
          <h2>
            <Link to="/characters/$characterId" params={{ characterId: id }}>
              {name}
            </Link>
          </h2>
          <p className={parts.muted}>{t('characters.classAndLevel', { className, level })}</p>
          <p className={parts.muted}>
            {online ? t('characters.onlineAt', { map: map.name }) : t('characters.lastAt', { map: map.name })}
          </p>
        </div>
      </div>
      {!purgeAt ? (
        <div className={parts.row}>
          {isPlayed ? (
            <>
              <span className={parts.badge}>{t('characters.played')}</span>
              <Link
                to="/world"
                className={`${parts.button} ${parts.primary}`}
                aria-label={t('characters.enterWith', { name })}
              >
                {t('characters.enter')}
              </Link>
            </>
          ) : (
            <Button onClick={() => onPlay(id)} aria-label={t('characters.playNamed', { name })}>
              {t('characters.play')}
            </Button>
          )}
          <Button tone="danger" onClick={() => onDelete(character)} aria-label={t('characters.deleteNamed', { name })}>
            {t('characters.delete')}
          </Button>
        </div>
      ) : (
        <Notice tone="warn">
          <p>{t('characters.marked', { at: formatMoment(purgeAt), span: formatFromNow(purgeAt) })}</p>
          <RestoreButton id={id} name={name} />
        </Notice>
      )}
    </>
  )
}
