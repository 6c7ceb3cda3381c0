/**
 * Stands in our bundles where the framework's base class asks for its own Kubernetes client: what its constructor touches, and
 * nothing that works. The real one would be 3 MB of classes and 30 MiB of memory that the shell lets nobody use.
 */
export class KubeConfig {
  /** The shell puts its own refusal in the place of this object at once. */
  loadFromDefault(): void {}

  /** Makes an API that cannot be asked. */
  makeApiClient(): object {
    return {}
  }
}

/** A name that the base hands to `makeApiClient`. */
export class CoreV1Api {}

/** The base would watch by itself. */
export class Watch {
  constructor() {
    throw new NoFrameworkClientError()
  }
}

/** The framework's own client was asked for something: a method of the base class is not overridden by the shell. */
export class NoFrameworkClientError extends Error {
  override readonly name = 'NoFrameworkClientError'
  readonly code = 'NO_FRAMEWORK_CLIENT'

  constructor() {
    super("The framework's own client is not in this bundle: override what needs it in framework-shell.ts")
  }
}
