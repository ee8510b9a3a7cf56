/** The folder that the default key of a type's objects lies in. */
export type ArtFolder = 'banners' | 'classes' | 'items' | 'maps' | 'quests'

export const ART_LENGTH_MAX = 120

/**
 * Parts between slashes. No dot, so that a key names neither a file type nor a folder above; no upper case, since
 * assets also live on file systems that ignore case.
 */
const ART_KEY = /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)*$/

/** The message of a problem with a key; the value is the client's and is not repeated. */
export const ART_EXPECTED = `must be a key of 1–${ART_LENGTH_MAX} lower-case letters, digits, "-" and "_", in parts between "/"`

/**
 * Checks that a text is an asset key: the name of a picture among the client's own assets
 * (docs/decisions/065).
 */
export const isArtKey = (text: string): boolean => text.length <= ART_LENGTH_MAX && ART_KEY.test(text)

/**
 * The key of an object, or its default: the folder of its type and its id. The default is never stored: definitions
 * that were published without a key keep their form, and with it their hash.
 */
export const artOf = (
  folder: ArtFolder,
  of: { readonly id: string; readonly art?: string | null | undefined },
): string => of.art ?? `${folder}/${of.id}`
