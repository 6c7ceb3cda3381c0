/**
 * What AWS or the provider said, fit for a condition: the same situation gives the same words. Request ids, times, counters of
 * attempts and encoded blobs are left out, because each would make a new message of an old one; so is the wrapping of the SDK.
 */
export const awsMessage = (text: string): string => {
  const steady = noise.reduce(
    (said, [pattern, instead]) => said.replaceAll(pattern, instead),
    text.replaceAll(/\s+/g, ' '),
  )
  const answer = /api error (\w+): (.*)/.exec(steady)
  return cut((answer ? `${answer[1]}: ${answer[2]}` : steady).replace(/[\s,;[\]{}]+$/, '').trim())
}

const noise: readonly (readonly [RegExp, string])[] = [
  [/,? ?\(?(aws )?request[ -]?id:? ?"?[\w-]{8,}"?\)?/gi, ''],
  [/,? ?\(?host[ -]?id:? ?"?[\w+/=-]{8,}"?\)?/gi, ''],
  [/ ?encoded authorization failure message:? ?[\w+/=-]+/gi, ''],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, ''],
  [/ ?\(?(at |since |until )?\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|UTC|[+-]\d\d:?\d\d))?\)?/g, ''],
  [/exceeded maximum number of attempts, \d+/gi, 'exceeded maximum number of attempts'],
  [/,? ?\(?(retry|attempt|attempts?:) ?#?\d+( (of|\/) \d+)?\)?/gi, ''],
  [/ ?(after|in|within) \d+(\.\d+)? ?(ms|s|seconds?|m|minutes?|attempts?|retries)\b/gi, ''],
  [/\b0x[0-9a-f]{6,}\b/gi, ''],
  [/\[\{\d+ /g, ''],
]

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 3).trimEnd()}...`)

const longest = 300
