import { noPity, type Pity } from '../domain/pity.js'
import type { PrismaClient } from '../generated/prisma/client.js'

/**
 * In the order asked for; a user who has never pulled on the banner has no pity, not none to answer. Pity is
 * written by draws alone (drawing.ts).
 * @param prisma the primary: a player who has just pulled must see the counters that the next pull starts from
 */
export async function findPities(
  prisma: PrismaClient,
  wanted: readonly { userId: string; bannerId: string }[],
): Promise<readonly Pity[]> {
  const rows = await prisma.pity.findMany({
    where: {
      userId: { in: [...new Set(wanted.map(({ userId }) => userId))] },
      bannerId: { in: [...new Set(wanted.map(({ bannerId }) => bannerId))] },
    },
  })
  const found = new Map(rows.map(({ userId, bannerId, ...pity }) => [`${userId} ${bannerId}`, pity]))
  return wanted.map(({ userId, bannerId }) => found.get(`${userId} ${bannerId}`) ?? noPity)
}
