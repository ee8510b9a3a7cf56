const STORED = 'waystone.scheme'

export type Scheme = 'system' | 'dark' | 'light'

const listeners = new Set<() => void>()

export const scheme = (): Scheme => (localStorage.getItem(STORED) as Scheme | null) ?? 'system'

/** Calls the listener at each choice. @returns what ends it */
export function onSchemeChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Dark or light, whatever the system says; kept in this browser. */
export function setScheme(next: Scheme): void {
  if (next === 'system') localStorage.removeItem(STORED)
  else localStorage.setItem(STORED, next)
  applyScheme()
  for (const listener of listeners) listener()
}

export function applyScheme(): void {
  const chosen = scheme()
  if (chosen === 'system') delete document.documentElement.dataset['scheme']
  else document.documentElement.dataset['scheme'] = chosen
}
