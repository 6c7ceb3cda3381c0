import { NoFrameworkClientError } from './no-client.ts'

/** Stands in our bundles for the HTTP client of the framework's base class, which the shell never lets it use. */
export const instance = {
  request: (): Promise<never> => Promise.reject(new NoFrameworkClientError()),
}
