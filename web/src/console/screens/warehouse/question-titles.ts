/** Questions that have a title in the catalogue; another one, of a newer warehouse, is shown by its name. */
const titled = [
  'daily-active-users',
  'retention',
  'conversion',
  'churn',
  'revenue-by-pack',
  'currency-flows',
  'top-spenders',
  'banner-odds',
  'pity',
  'quest-funnel',
  'time-to-level',
  'map-heat',
] as const

export const titledQuestion = (name: string): (typeof titled)[number] | undefined => titled.find(each => each === name)
