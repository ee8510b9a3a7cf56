/**
 * Saves the body of a response under the name that it gives.
 * @throws Error when it is no success, or ends before its last byte
 */
export async function saveFile(response: Response, fallbackName: string): Promise<void> {
  if (!response.ok) throw new Error(`The file was answered with ${response.status}`)
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? fallbackName
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
