import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { OneCharacterQuery } from '../../../generated/graphql.js'
import { formatMoment, formatNumber } from '../../../texts/format.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import parts from '../../../ui/ui.module.css'
import styles from './characters.module.css'
import { LookForm } from './look-form.js'
import { LookPicture } from './look-picture.js'
import { PetList } from './pet-list.js'
import { RestoreButton } from './restore-button.js'
import { STAT_NAMES } from './stats.js'

const CHARACTER = graphql(`
  query OneCharacter($id: ID!) {
    character(id: $id) {
      id
      name
      class
      art
      level
      experience
      online
      createdAt
      purgeAt
      appearance {
        hairStyle
        hairColor
        clothColor
      }
      stats {
        hp
        maxHp
        sp
        maxSp
        strength
        agility
        vitality
        intelligence
        dexterity
        luck
      }
      map {
        id
        name
      }
      pets {
        id
        name
        level
        hunger
        intimacy
        summoned
        kind {
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

type One = NonNullable<OneCharacterQuery['character']>

/** One character: what it is, what it can, its pets and its look. */
export default function Character() {
  const { t } = useTranslation()
  const { characterId } = useParams({ strict: false })
  const [{ data, error }, reload] = useQuery({
    query: CHARACTER,
    variables: { id: characterId ?? '' },
    requestPolicy: 'cache-and-network',
  })
  const character = data?.character
  return (
    <Screen
      title={character?.name ?? t('characters.one')}
      actions={<Link to="/characters">{t('characters.back')}</Link>}
    >
      <Loaded data={data} error={error} retry={reload}>
        {({ character: found, characterClasses }) =>
          found === null || found === undefined ? (
            <Notice tone="warn">{t('refusals.CharacterNotFound')}</Notice>
          ) : (
            <Details
              character={found}
              className={characterClasses?.find(profile => profile.class === found.class)?.name ?? found.class}
            />
          )
        }
      </Loaded>
    </Screen>
  )
}

function Details({ character, className }: { character: One; className: string }) {
  const { t } = useTranslation()
  const { id, name, art, appearance, stats, purgeAt, pets } = character
  return (
    <>
      {purgeAt && (
        <Notice tone="warn">
          <p>{t('characters.markedShort', { at: formatMoment(purgeAt) })}</p>
          <RestoreButton id={id} name={name} />
        </Notice>
      )}
      <div className={styles.head}>
        <LookPicture art={art} look={appearance} label={t('characters.preview')} size={1.6} />
        <Facts character={character} className={className} />
      </div>
      <section className={parts.card} aria-labelledby="stats-title">
        <h2 id="stats-title">{t('characters.stats')}</h2>
        <dl className={styles.facts}>
          {STAT_NAMES.map(stat => (
            <div key={stat}>
              <dt>{t(`characters.stat.${stat}`)}</dt>
              <dd>{formatNumber(stats[stat])}</dd>
            </div>
          ))}
        </dl>
      </section>
      <PetList pets={pets} />
      {!purgeAt && <LookForm character={character} />}
    </>
  )
}

function Facts({ character, className }: { character: One; className: string }) {
  const { t } = useTranslation()
  const { level, experience, stats, map, online, createdAt } = character
  const facts: [string, string][] = [
    [t('characters.class'), className],
    [t('world.level'), formatNumber(level)],
    [t('world.experience'), formatNumber(experience)],
    [t('world.hp'), t('world.hpOf', { hp: stats.hp, maxHp: stats.maxHp })],
    [t('characters.sp'), t('world.hpOf', { hp: stats.sp, maxHp: stats.maxSp })],
    [t('world.place'), map.name],
    [t('characters.inWorld'), online ? t('characters.yes') : t('characters.no')],
    [t('characters.createdAt'), formatMoment(createdAt)],
  ]
  return (
    <dl className={styles.facts} style={{ flex: 1 }}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
