/** Asks the gateway itself, as a browser would: its settings and its build decide whether it serves pages. */
export async function servesPages(url: string): Promise<boolean> {
  const response = await fetch(`${url}/console`, { method: 'HEAD', headers: { accept: 'text/html' } })
  return response.ok
}
