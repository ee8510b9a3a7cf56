const STORED = 'waystone.scheme'

export type Scheme = 'system' | 'dark' | 'light'

export const scheme = (): Scheme => (localStorage.getItem(STORED) as Scheme | null) ?? 'system'

/** Dark or light, whatever the system says; kept in this browser. */
export function setScheme(next: Scheme): void {
  if (next === 'system') localStorage.removeItem(STORED)
  else localStorage.setItem(STORED, next)
  applyScheme()
}

export function applyScheme(): void {
  const chosen = scheme()
  if (chosen === 'system') delete document.documentElement.dataset['scheme']
  else document.documentElement.dataset['scheme'] = chosen
}
