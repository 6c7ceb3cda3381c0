import type { Dispatcher } from 'undici'

/** JSON as a value, anything else as text. Throws a `SyntaxError` for JSON that is cut short. */
export const readAnswer = async ({
  headers,
  body,
}: Pick<Dispatcher.ResponseData, 'headers' | 'body'>): Promise<unknown> => {
  const text = await body.text()
  return headerOf(headers, 'content-type')?.includes('json') && text !== '' ? JSON.parse(text) : text
}

/** One header's value, the first if it came twice. */
export const headerOf = (headers: Dispatcher.ResponseData['headers'], name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
