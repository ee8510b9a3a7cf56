import { createHash } from 'node:crypto'
import type { HttpResponse } from '@waystone/kit/http'

/** Of pages without scripts: their own styles, links, and nothing else. */
export const PLAIN_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

/** A page that no other page may frame, that sends no forms, and that a browser asks for again each time. */
export function htmlResponse(content: string, policy: string): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `${policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
    },
    body: content,
  }
}
