/** The namespaces of the management cluster, as far as they hold platforms. */
export interface Namespaces {
  /** Whether there is a TaskPlatform in it, whatever its state. As the watch has it. */
  holdsPlatform(name: string): boolean
  /** Whether it carries the label by which admission refuses its deletion. As the watch has it. */
  isProtected(name: string): boolean
  /** Puts the label on. A namespace that is gone is no error. */
  protect(name: string, signal: AbortSignal): Promise<void>
  /** Takes the label off. A namespace that is gone is no error. */
  release(name: string, signal: AbortSignal): Promise<void>
}
