/** The text, unless it is empty: Helm users write `""` for "not set". */
export const unlessEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text)
