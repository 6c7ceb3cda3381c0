import type { NamesData } from '../core/external-names.ts'

/** ConfigMaps with the names that AWS gave, by which a platform is found again when its management cluster is lost. */
export interface ExternalNames {
  /** Its data; nothing, if there is no such ConfigMap. */
  read(namespace: string, name: string, signal: AbortSignal): Promise<NamesData | undefined>
  /** Makes it say this and nothing else; no write if it does. */
  keep(namespace: string, name: string, data: NamesData, signal: AbortSignal): Promise<void>
  /** Adds to what it says. */
  add(namespace: string, name: string, data: NamesData, signal: AbortSignal): Promise<void>
  /** Deletes it; one that is not there is no error. */
  remove(namespace: string, name: string, signal: AbortSignal): Promise<void>
}
