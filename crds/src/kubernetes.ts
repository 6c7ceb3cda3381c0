/** What the API server keeps about every object; the parts that this product reads or writes. Times are RFC 3339. */
export type ObjectMeta = {
  name: string
  namespace?: string | undefined
  generateName?: string | undefined
  uid?: string | undefined
  resourceVersion?: string | undefined
  generation?: number | undefined
  creationTimestamp?: string | undefined
  deletionTimestamp?: string | undefined
  deletionGracePeriodSeconds?: number | undefined
  labels?: Record<string, string> | undefined
  annotations?: Record<string, string> | undefined
  finalizers?: string[] | undefined
  ownerReferences?: OwnerReference[] | undefined
  managedFields?: unknown[] | undefined
}

/** A pointer to the object that this one belongs to; the garbage collector follows it. */
export type OwnerReference = {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean | undefined
  blockOwnerDeletion?: boolean | undefined
}

/** Any object as the API server stores it. */
export type KubernetesObject = {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
}

export type ConditionStatus = 'True' | 'False' | 'Unknown'

/** metav1.Condition: one aspect of an object's state. The transition time changes with the status, never with the message. */
export type Condition = {
  type: string
  status: ConditionStatus
  reason: string
  message: string
  lastTransitionTime: string
  observedGeneration?: number | undefined
}
