/** An answer to a request: status and JSON, or text if the body is one. */
export type Reply = Readonly<{ status: number; body: unknown }>
