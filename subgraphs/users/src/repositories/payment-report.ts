import type { Queryable } from '@waystone/kit/postgres'

/** The newest report of a shop on a sale wins, in any order. `share`: in thousandths of a percent. */
export async function noteTakenBackShare(
  db: Queryable,
  report: { provider: string; reference: string; share: number; at: Date },
): Promise<void> {
  await db.query({
    name: 'payment-report-note',
    text: `INSERT INTO payment_report AS r (provider, reference, taken_back_share, reported_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (provider, reference) DO UPDATE SET taken_back_share = $3, reported_at = $4 WHERE r.reported_at < $4`,
    values: [report.provider, report.reference, report.share, report.at],
  })
}

/** 0 for a sale that was never reported. */
export async function findTakenBackShare(
  db: Queryable,
  sale: { provider: string; reference: string },
): Promise<number> {
  const { rows } = await db.query<{ share: number }>({
    name: 'payment-report-share',
    text: 'SELECT taken_back_share AS share FROM payment_report WHERE provider = $1 AND reference = $2',
    values: [sale.provider, sale.reference],
  })
  return rows[0]?.share ?? 0
}
