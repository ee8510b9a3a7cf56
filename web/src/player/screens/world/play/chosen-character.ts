const STORED = 'waystone.character'

/** The character that is played in this browser; null when none was chosen. */
export const chosenCharacter = (): string | null => localStorage.getItem(STORED)

export const chooseCharacter = (id: string): void => localStorage.setItem(STORED, id)
