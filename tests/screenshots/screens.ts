/** A screen that has a picture: in the name of its file, at its address. */
export interface Screen {
  readonly name: string
  readonly path: string
  readonly account: 'nobody' | 'player' | 'operator'
  /** Drawn at the width of a phone, too. */
  readonly onPhones?: boolean
  /** A place of the page that is there once the screen shows what it has. */
  readonly ready?: string
}

/** @param bannerId of the banner that has a picture */
export const screensOf = (bannerId: string): readonly Screen[] => [
  { name: 'entry', path: '/', account: 'nobody' },
  { name: 'home', path: '/', account: 'player', onPhones: true },
  { name: 'world', path: '/world', account: 'player', onPhones: true, ready: '[role=application] canvas' },
  { name: 'quests', path: '/quests', account: 'player' },
  { name: 'characters', path: '/characters', account: 'player' },
  { name: 'new-character', path: '/characters/new', account: 'player' },
  { name: 'banners', path: '/banners', account: 'player', onPhones: true },
  { name: 'banner', path: `/banners/${bannerId}`, account: 'player' },
  { name: 'pulls', path: '/pulls', account: 'player' },
  { name: 'fairness', path: '/fairness', account: 'player' },
  { name: 'inventory', path: '/inventory', account: 'player' },
  { name: 'shop', path: '/shop', account: 'player' },
  { name: 'ledger', path: '/ledger', account: 'player' },
  { name: 'leaderboards', path: '/leaderboards', account: 'player' },
  { name: 'history', path: '/history', account: 'player' },
  { name: 'account', path: '/account', account: 'player' },
  { name: 'console-overview', path: '/console', account: 'operator' },
  { name: 'console-players', path: '/console/players', account: 'operator' },
  { name: 'console-economy', path: '/console/economy', account: 'operator' },
  { name: 'console-events', path: '/console/events', account: 'operator' },
  { name: 'console-content', path: '/console/content', account: 'operator' },
  { name: 'console-world', path: '/console/world', account: 'operator' },
]
