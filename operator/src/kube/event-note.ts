/** What the API server accepts as the note of an event: 1 kB of UTF-8, cut between characters. */
export const noteWithin = (text: string): string => {
  if (Buffer.byteLength(text) <= maxBytes) return text
  const room = maxBytes - Buffer.byteLength(ellipsis)
  const bytes = Buffer.from(text)
  let end = room
  // bytes 10xxxxxx continue a character
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return bytes.subarray(0, end).toString('utf8') + ellipsis
}

const maxBytes = 1024
const ellipsis = '…'
