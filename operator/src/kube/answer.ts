import type { Dispatcher } from 'undici'

/**
 * JSON as a value, anything else as text. Throws a `SyntaxError` for JSON that is cut short, but takes a refusal as it is: it may
 * come from a proxy that calls its prose JSON.
 */
export const readAnswer = async ({ statusCode, headers, body }: Head): Promise<unknown> => {
  const text = await body.text()
  if (!headerOf(headers, 'content-type')?.includes('json') || text === '') return text
  return statusCode < 400 ? JSON.parse(text) : parsedOrText(text)
}

type Head = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>

const parsedOrText = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** One header's value, the first if it came twice. */
export const headerOf = (headers: Dispatcher.ResponseData['headers'], name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Milliseconds that a `Retry-After` asks for, given in seconds or as a date (RFC 9110, 10.2.3); `undefined` without one. */
export const retryAfterMsOf = (headers: Dispatcher.ResponseData['headers'], now: number): number | undefined => {
  const value = headerOf(headers, 'retry-after')
  if (value === undefined) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
