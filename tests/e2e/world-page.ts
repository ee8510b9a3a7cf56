import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Player } from './players.js'

export const uniqueName = (): string => `C${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`

export async function aCharacter({ client }: Player, kind = 'SWORDSMAN'): Promise<{ id: string; name: string }> {
  const name = uniqueName()
  const { createCharacter } = await client.data<{ createCharacter: { id: string; name?: string } }>(
    'mutation ($name: String!, $kind: CharacterClass!) { createCharacter(input: { name: $name, class: $kind }) { ... on Character { id name } } }',
    { name, kind },
  )
  expect(createCharacter.name).toBe(name)
  return { id: createCharacter.id, name }
}

/** The hint and the problem of a field, as screen readers tell them. */
export const describedBy = async (page: Page, field: Locator): Promise<string> => {
  const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ').filter(Boolean)
  return (await Promise.all(ids.map(id => page.locator(`[id="${id}"]`).textContent()))).join(' ')
}

/** A fact of the character's sheet. */
export const fact = async (page: Page, label: string): Promise<string> =>
  (await page
    .getByLabel('Your character')
    .locator('div', { has: page.getByText(label, { exact: true }) })
    .locator('dd')
    .first()
    .textContent()) ?? ''

/** The newest notice of the page. */
export const happened = async (page: Page): Promise<string> =>
  (await page.getByRole('status', { name: 'What has happened' }).textContent()) ?? ''

/** The cell that the sheet tells; empty before it is known. */
export const position = async (page: Page): Promise<number[]> =>
  [...(await fact(page, 'Position')).matchAll(/\d+/g)].map(([number]) => Number(number))

/** Of a cell on the screen, at the zoom that the map opens with. */
const CELL_PIXELS = 48 * 0.85

/** Clicks on a cell in the row of the character, which is in the middle of the map. @param columns to the east */
export async function walkTo(page: Page, { columns }: { columns: number }): Promise<void> {
  const box = await page.getByRole('application').boundingBox()
  if (box === null) throw new Error('The map has no place on the page')
  await page.mouse.click(box.x + box.width / 2 + columns * CELL_PIXELS, box.y + box.height / 2)
}

/** How many colours a part of the page shows: one where nothing is drawn. */
export const colorsOf = (page: Page, part: Locator): Promise<number> =>
  ofPicture(page, part, 'return new Set(new Uint32Array(pixels.buffer)).size')

/** @param code that looks at the `pixels` of the part: red, green, blue and alpha of each */
export async function ofPicture(page: Page, part: Locator, code: string): Promise<number> {
  const picture = (await part.screenshot()).toString('base64')
  return await page.evaluate<number>(`(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${picture}'
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    const pixels = context.getImageData(0, 0, image.width, image.height).data
    ${code}
  })()`)
}
