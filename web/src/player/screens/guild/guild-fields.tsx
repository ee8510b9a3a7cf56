import { useTranslation } from 'react-i18next'
import type { UseFormReturn } from 'react-hook-form'
import { TextField } from '../../../ui/text-field.js'
import ui from '../../../ui/ui.module.css'

/** The settings of a guild, as forms hold them. */
export interface GuildValues {
  name: string
  tag: string
  description: string
  open: boolean
}

export const GUILD_FIELDS = ['name', 'tag', 'description'] as const

/** The fields of a guild, for founding one and for changing it. */
export function GuildFields({ form }: { form: UseFormReturn<GuildValues> }) {
  const { t } = useTranslation()
  const { register, formState } = form
  return (
    <>
      <TextField
        label={t('guild.name')}
        hint={t('guild.nameHint')}
        autoComplete="off"
        maxLength={64}
        problem={formState.errors.name?.message}
        {...register('name')}
      />
      <TextField
        label={t('guild.tag')}
        hint={t('guild.tagHint')}
        autoComplete="off"
        maxLength={5}
        problem={formState.errors.tag?.message}
        {...register('tag')}
      />
      <TextField
        label={t('guild.description')}
        autoComplete="off"
        maxLength={500}
        problem={formState.errors.description?.message}
        {...register('description')}
      />
      <label className={ui.row}>
        <input type="checkbox" {...register('open')} />
        {t('guild.isOpen')}
      </label>
    </>
  )
}
