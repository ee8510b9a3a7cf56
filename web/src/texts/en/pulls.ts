/** Texts of the pull history, and of the proof of one pull. */
export const pulls = {
  title: 'Pull history',
  empty: 'You have not pulled yet.',
  banner: 'Banner',
  allBanners: 'All banners',
  when: 'When',
  items: 'Items',
  paid: 'Paid',
  proof: 'Proof',
  ofPull: '(pull of {{when}} on {{banner}})',
  verify: 'Verify',
  look: 'Look at the commitment',
  pages: 'Pages of the history',
  toFairness: 'How it can be verified',
} as const
