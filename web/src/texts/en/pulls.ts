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
  openProof: 'Verify the pull of {{when}} on {{banner}}',
  verify: 'Verify',
  look: 'Commitment',
  pages: 'Pages of the history',
  toFairness: 'How it can be verified',
} as const
