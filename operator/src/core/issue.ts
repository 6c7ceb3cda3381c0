/** What is wrong with a spec: the field, and what to do about it. */
export type Issue = Readonly<{ path: string; message: string }>
