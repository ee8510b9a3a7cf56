import type { Appearance } from '@waystone/live-client'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import parts from '../../../ui/ui.module.css'
import { CLOTH_COLORS, HAIR_COLORS, HAIR_STYLES } from '../../../map/art/palette.js'
import styles from './characters.module.css'
import { LookPicture } from './look-picture.js'

/** Hair and clothes, with the character beside them. */
export function AppearanceFields({
  art,
  look,
  onChange,
}: {
  art: string
  look: Appearance
  onChange: (look: Appearance) => void
}) {
  const { t } = useTranslation()
  const styleId = useId()
  return (
    <div className={styles.maker}>
      <LookPicture art={art} look={look} label={t('characters.preview')} size={2} />
      <div className={parts.stack}>
        <div className={parts.field}>
          <label className={parts.label} htmlFor={styleId}>
            {t('characters.hairStyle', { number: look.hairStyle + 1, count: HAIR_STYLES })}
          </label>
          <input
            id={styleId}
            type="range"
            min={0}
            max={HAIR_STYLES - 1}
            value={look.hairStyle}
            onChange={({ target }) => onChange({ ...look, hairStyle: target.valueAsNumber })}
          />
        </div>
        <Colors
          label={t('characters.hairColor')}
          colors={HAIR_COLORS}
          value={look.hairColor}
          onChange={hairColor => onChange({ ...look, hairColor })}
        />
        <Colors
          label={t('characters.clothColor')}
          colors={CLOTH_COLORS}
          value={look.clothColor}
          onChange={clothColor => onChange({ ...look, clothColor })}
        />
      </div>
    </div>
  )
}

function Colors(props: { label: string; colors: readonly string[]; value: number; onChange: (value: number) => void }) {
  const { label, colors, value, onChange } = props
  const { t } = useTranslation()
  const name = useId()
  return (
    <fieldset className={styles.colors}>
      <legend>{label}</legend>
      <div className={styles.swatches}>
        {colors.map((color, index) => (
          <label key={color} className={styles.swatch}>
            <span className={styles.colorBox} style={{ background: color }} />
            <input
              type="radio"
              name={name}
              checked={index === value}
              aria-label={t('characters.colorNumber', { number: index + 1 })}
              onChange={() => onChange(index)}
            />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
