import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { clientOf } from './client.js'

export const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true })
export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
export const table = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
export const rowWith = (page: Page, text: string) => page.locator('tbody tr').filter({ hasText: text })

/** A refresh token counts once: each page has a session of its own. */
export async function sessionOf(
  url: string,
  account: { name: string; password: string },
): Promise<{ refreshToken: string; session: { id: string } }> {
  const { signIn } = await clientOf(url).data<{ signIn: { refreshToken: string; session: { id: string } } }>(
    'mutation ($name: String!, $password: String!) { signIn(input: { usernameOrEmail: $name, password: $password }) { ... on AuthSession { refreshToken session { id } } } }',
    account,
  )
  return signIn
}

/** Opens the dialog of a button, gives the reason and confirms. */
export async function act(page: Page, within: Page | Locator, label: string, reason: string): Promise<void> {
  await button(within, label).click()
  const dialog = page.getByRole('dialog', { name: label, exact: true })
  await button(dialog, label).click()
  await dialog.getByText('Say why.').waitFor()
  await dialog.getByLabel('Reason').fill(reason)
  await button(dialog, label).dblclick()
  await dialog.waitFor({ state: 'hidden' })
}

/** The data rows of a CSV file that a click saves. */
export async function exported(page: Page, click: Locator): Promise<number> {
  const [download] = await Promise.all([page.waitForEvent('download'), click.click()])
  const text = await readFile(await download.path(), 'utf8')
  return text.trimEnd().split('\n').length - 1
}
