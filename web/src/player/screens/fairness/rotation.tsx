import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { bytesOfHex, sha256 } from '../../../fairness/digest.js'
import { graphql } from '../../../generated/gql.js'
import type { CommitmentPartsFragment } from '../../../generated/graphql.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { TextField } from '../../../ui/text-field.js'
import ui from '../../../ui/ui.module.css'
import styles from './fairness.module.css'

const ROTATE = graphql(`
  mutation RotateFairnessSeed($clientSeed: String) {
    rotateFairnessSeed(clientSeed: $clientSeed) {
      revealedServerSeed
      revealedServerSeedHash
      next {
        ...CommitmentParts
      }
    }
  }
`)

const CLIENT_SEED = /^[A-Za-z0-9_-]{1,64}$/
const RANDOM_BYTES = 12

interface Rotated {
  readonly seed: string
  /** True where the revealed seed is the one that was committed to before the pulls. */
  readonly isAsCommitted: boolean
  /** True where the seed in use now is the one that was shown before the client seed was named. */
  readonly isAsShown: boolean
}

/** Reveals the server seed in use, and compares both promises with what was shown before. */
export function Rotation({ before }: { before: CommitmentPartsFragment }) {
  const { t } = useTranslation()
  const form = useForm<{ clientSeed: string }>({ defaultValues: { clientSeed: '' } })
  const [, rotate] = useMutation(ROTATE)
  const [rotated, setRotated] = useState<Rotated | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const submit = form.handleSubmit(async ({ clientSeed }) => {
    setProblem(null)
    const { data, error } = await rotate({ clientSeed })
    if (!data) return setProblem(error?.graphQLErrors[0]?.message ?? t('unreachable'))
    const { revealedServerSeed: seed, next } = data.rotateFairnessSeed
    const bytes = bytesOfHex(seed)
    setRotated({
      seed,
      isAsCommitted: bytes !== null && isSecureContext && (await sha256(bytes)) === before.serverSeedHash,
      isAsShown: next.serverSeedHash === before.nextServerSeedHash,
    })
    form.reset()
  })
  return (
    <section className={ui.card} aria-labelledby="rotate">
      <h2 id="rotate">{t('fairness.rotate.title')}</h2>
      <p>{t('fairness.rotate.text')}</p>
      <form className={ui.stack} onSubmit={submit} noValidate>
        <TextField
          label={t('fairness.rotate.field')}
          hint={t('fairness.rotate.hint')}
          problem={form.formState.errors.clientSeed?.message}
          autoComplete="off"
          {...form.register('clientSeed', {
            pattern: { value: CLIENT_SEED, message: t('fairness.rotate.problem') },
            required: t('fairness.rotate.problem'),
          })}
        />
        <div className={ui.row}>
          <Button onClick={() => form.setValue('clientSeed', randomSeed(), { shouldValidate: true })}>
            {t('fairness.rotate.random')}
          </Button>
          <Button type="submit" tone="primary" busy={form.formState.isSubmitting}>
            {t('fairness.rotate.submit')}
          </Button>
        </div>
      </form>
      {problem && <Notice tone="bad">{t('fairness.rotate.failed', { message: problem })}</Notice>}
      {rotated && <Promises rotated={rotated} />}
    </section>
  )
}

function Promises({ rotated: { seed, isAsCommitted, isAsShown } }: { rotated: Rotated }) {
  const { t } = useTranslation()
  return (
    <>
      <dl className={styles.facts}>
        <dt className={ui.muted}>{t('fairness.rotate.revealed')}</dt>
        <dd>
          <code>{seed}</code>
        </dd>
      </dl>
      <Notice tone={isAsCommitted ? 'good' : 'bad'}>
        {t(isAsCommitted ? 'fairness.rotate.hashMatches' : 'fairness.rotate.hashDiffers')}
      </Notice>
      <Notice tone={isAsShown ? 'good' : 'bad'}>
        {t(isAsShown ? 'fairness.rotate.nextMatches' : 'fairness.rotate.nextDiffers')}
      </Notice>
    </>
  )
}

const randomSeed = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)), byte => byte.toString(16).padStart(2, '0')).join('')
