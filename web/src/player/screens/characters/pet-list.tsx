import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { graphql } from '../../../generated/gql.js'
import type { OneCharacterQuery } from '../../../generated/graphql.js'
import { refusalText, showProblems } from '../../../refusals/refusal.js'
import { Button } from '../../../ui/button.js'
import { TextField } from '../../../ui/text-field.js'
import parts from '../../../ui/ui.module.css'
import styles from './characters.module.css'

const RENAME = graphql(`
  mutation RenamePet($petId: ID!, $name: String!) {
    renamePet(petId: $petId, name: $name) {
      __typename
      ... on Pet {
        id
        name
      }
      ...Refused
    }
  }
`)

type Pet = NonNullable<OneCharacterQuery['character']>['pets'][number]

export function PetList({ pets }: { pets: readonly Pet[] }) {
  const { t } = useTranslation()
  return (
    <section className={parts.card} aria-labelledby="pets-title">
      <h2 id="pets-title">{t('characters.pets')}</h2>
      {pets.length === 0 && <p className={parts.muted}>{t('characters.noPets')}</p>}
      <ul className={styles.pets}>
        {pets.map(pet => (
          <li key={pet.id}>
            <PetRow pet={pet} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function PetRow({ pet }: { pet: Pet }) {
  const { t } = useTranslation()
  const [isNaming, setNaming] = useState(false)
  const { name, kind, level, hunger, intimacy, summoned } = pet
  return (
    <>
      <p>
        <strong>{name}</strong>{' '}
        <span className={parts.muted}>{t('characters.pet', { kind: kind.name, level, hunger, intimacy })}</span>{' '}
        {summoned && <span className={parts.badge}>{t('characters.summoned')}</span>}
      </p>
      {isNaming ? (
        <RenameForm pet={pet} onDone={() => setNaming(false)} />
      ) : (
        <Button onClick={() => setNaming(true)} aria-label={t('characters.renameNamed', { name })}>
          {t('characters.rename')}
        </Button>
      )}
    </>
  )
}

function RenameForm({ pet, onDone }: { pet: Pet; onDone: () => void }) {
  const { t } = useTranslation()
  const form = useForm({ defaultValues: { name: pet.name } })
  const [, rename] = useMutation(RENAME)
  const submit = form.handleSubmit(async ({ name }) => {
    const { data } = await rename({ petId: pet.id, name })
    if (data?.renamePet.__typename === 'Pet') return onDone()
    if (data && showProblems(data.renamePet, ['name'], form.setError)) return
    form.setError('name', { message: !data ? t('unreachable') : refusalText(data.renamePet) })
  })
  return (
    <form className={parts.row} onSubmit={submit} noValidate>
      <TextField
        label={t('characters.petName')}
        maxLength={64}
        problem={form.formState.errors.name?.message}
        {...form.register('name')}
      />
      <Button type="submit" busy={form.formState.isSubmitting}>
        {t('characters.rename')}
      </Button>
      <Button onClick={onDone}>{t('cancel')}</Button>
    </form>
  )
}
