/** Where this device is, as an IANA name; quests reset by it. */
export const deviceTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export const timeZones = (): readonly string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')]
