import type { Texts } from '../domain/wording.js'
import de from './de.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import es from './es.json' with { type: 'json' }
import fr from './fr.json' with { type: 'json' }
import ja from './ja.json' with { type: 'json' }

/** The templates of all languages, in ICU's message format. A template that a language lacks falls back. */
export const texts: Texts = new Map(Object.entries({ en, de, es, fr, ja }))
