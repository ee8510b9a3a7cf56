import { Link, useNavigate } from '@tanstack/react-router'
import type { Appearance } from '@waystone/live-client'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation, useQuery } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { CharacterClass, CharacterProfilesQuery } from '../../../generated/graphql.js'
import { refusalText, showProblems } from '../../../refusals/refusal.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { Loaded, Screen } from '../../../ui/screen.js'
import { TextField } from '../../../ui/text-field.js'
import { showToast } from '../../../ui/toasts.js'
import parts from '../../../ui/ui.module.css'
import { chooseCharacter } from '../world/play/chosen-character.js'
import { AppearanceFields } from './appearance-fields.js'
import styles from './characters.module.css'
import { LookPicture } from './look-picture.js'
import { STAT_NAMES } from './stats.js'

const PROFILES = graphql(`
  query CharacterProfiles {
    characterClasses {
      class
      name
      art
      stats {
        maxHp
        maxSp
        strength
        agility
        vitality
        intelligence
        dexterity
        luck
      }
    }
  }
`)

const CREATE = graphql(`
  mutation CreateCharacter($input: CreateCharacterInput!) {
    createCharacter(input: $input) {
      __typename
      ... on Character {
        id
        name
      }
      ...Refused
    }
  }
`)

type Profile = NonNullable<CharacterProfilesQuery['characterClasses']>[number]

interface Values {
  name: string
  class: CharacterClass
}

/** The making of a character: class, name and look. */
export default function NewCharacter() {
  const { t } = useTranslation()
  const [{ data, error }, reload] = useQuery({ query: PROFILES })
  return (
    <Screen title={t('characters.create')} actions={<Link to="/characters">{t('characters.back')}</Link>}>
      <Loaded data={data} error={error} retry={reload}>
        {({ characterClasses }) => <Form profiles={characterClasses ?? []} />}
      </Loaded>
    </Screen>
  )
}

function Form({ profiles }: { profiles: readonly Profile[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const form = useForm<Values>({ defaultValues: { name: '', class: profiles[0]?.class ?? 'SWORDSMAN' } })
  const [look, setLook] = useState<Appearance>({ hairStyle: 0, hairColor: 0, clothColor: 0 })
  const [problem, setProblem] = useState<string | null>(null)
  const [, create] = useMutation(CREATE)
  const art = profiles.find(profile => profile.class === form.watch('class'))?.art ?? ''

  const submit = form.handleSubmit(async values => {
    setProblem(null)
    const { data } = await create({ input: { ...values, appearance: look } })
    if (!data) return setProblem(t('unreachable'))
    const result = data.createCharacter
    if (result.__typename === 'Character') {
      chooseCharacter(result.id)
      showToast(t('characters.created', { name: result.name }))
      await navigate({ to: '/characters' })
    } else if (result.__typename === 'CharacterNameTaken')
      form.setError('name', { message: refusalText(result) }, { shouldFocus: true })
    else if (!showProblems<Values>(result, ['name', 'class'], form.setError)) setProblem(refusalText(result))
  })
  return (
    <form className={parts.stack} onSubmit={submit} noValidate>
      <Classes profiles={profiles} look={look} register={form.register('class')} />
      <TextField
        label={t('characters.name')}
        hint={t('characters.nameHint')}
        autoComplete="off"
        maxLength={64}
        problem={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <AppearanceFields art={art} look={look} onChange={setLook} />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <div className={parts.row}>
        <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
          {t('characters.create')}
        </Button>
      </div>
    </form>
  )
}

function Classes(props: {
  profiles: readonly Profile[]
  look: Appearance
  register: ReturnType<ReturnType<typeof useForm<Values>>['register']>
}) {
  const { profiles, look, register } = props
  const { t } = useTranslation()
  return (
    <fieldset className={styles.classes}>
      <legend>{t('characters.class')}</legend>
      {profiles.map(({ class: kind, name, art, stats }) => (
        <label key={kind} className={styles.choice}>
          <input type="radio" value={kind} {...register} />
          <LookPicture art={art} look={look} />
          <span>
            <strong>{name}</strong>
            <span className={parts.muted} style={{ display: 'block' }}>
              {t('characters.profile', {
                hp: stats.maxHp,
                sp: stats.maxSp,
                best: strongest(stats)
                  .map(stat => t(`characters.stat.${stat}`))
                  .join(', '),
              })}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** The two stats that the class is best at. */
const strongest = (stats: Profile['stats']) =>
  STAT_NAMES.toSorted((one, other) => stats[other] - stats[one]).slice(0, 2)
