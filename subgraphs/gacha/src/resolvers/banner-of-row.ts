import type { Context } from '../context.js'
import type { Banner } from '../domain/banner.js'

/**
 * The banner that a row names, as it is today.
 * @throws Error for a missing banner: such rows hold a foreign key to it
 */
export async function bannerOfRow(
  { bannerId }: { readonly bannerId: string },
  _: object,
  { loaders }: Context,
): Promise<Banner> {
  const banner = await loaders.banner.load(bannerId)
  if (banner === null) throw new Error(`Banner ${bannerId} is gone`)
  return banner
}
