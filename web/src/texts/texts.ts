import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en/index.js'
import type { ofConsole } from './en/of-console.js'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'texts'
    resources: { texts: typeof en & typeof ofConsole }
  }
}

/** Loads the catalogue, and the texts that a page has beside it; call it once, before anything is drawn. */
export async function loadTexts(more: Partial<typeof ofConsole> = {}): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'texts',
    resources: { en: { texts: { ...en, ...more } } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  })
}
