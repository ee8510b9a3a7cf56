import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.js'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'texts'
    resources: { texts: typeof en }
  }
}

/** Loads the catalogue; call it once, before anything is drawn. */
export async function loadTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'texts',
    resources: { en: { texts: en } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  })
}
