/**
 * Drops what nobody here reads and what makes two thirds of a cached object: managedFields and the copy that `kubectl apply`
 * keeps of itself.
 */
export const stripBulk = <T>(object: T): T => {
  const { metadata } = object as { metadata?: Metadata }
  if (!metadata) return object
  const { managedFields: _, annotations, ...kept } = metadata
  return { ...object, metadata: { ...kept, ...(annotations && { annotations: withoutLastApplied(annotations) }) } }
}

type Metadata = Readonly<{ managedFields?: unknown; annotations?: Readonly<Record<string, string>> }>

const withoutLastApplied = (annotations: Readonly<Record<string, string>>): Record<string, string> => {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...kept } = annotations
  return kept
}
