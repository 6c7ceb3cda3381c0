import { annotations, type Managed } from './managed.ts'

/**
 * Whether a creation was begun and nobody wrote down what came of it. Source: crossplane-runtime v2.4.0, pkg/meta,
 * ExternalCreateIncomplete.
 */
export const isUnfinished = ({ metadata }: Managed): boolean => {
  const at = (note: 'createPending' | 'createSucceeded' | 'createFailed') =>
    metadata.annotations?.[annotations[note]] ?? ''
  const pending = at('createPending')
  return pending !== '' && pending > at('createSucceeded') && pending > at('createFailed')
}

/** What the provider then says, whatever the kind. Source: crossplane-runtime v2.4.0, pkg/reconciler/managed, errCreateIncomplete. */
export const unfinished = `cannot determine creation result - remove the ${annotations.createPending} annotation if it is safe to proceed`
