/** API group of the resource that users write. */
export const group = 'taskplatform.dev'

/** API group of the layer composites that the operator writes. */
export const layerGroup = 'aws.taskplatform.dev'

/** The only version of both groups. */
export const version = 'v1alpha1'

/** `apiVersion` of a TaskPlatform. */
export const apiVersion = 'taskplatform.dev/v1alpha1'

/** Label on everything made for a platform: the platform's name. */
export const platformLabel = 'taskplatform.dev/platform'

/** Label on everything made for a layer: the layer's name, for example `network`. */
export const layerLabel = 'taskplatform.dev/layer'

/**
 * Label with the value `true` on a namespace that holds a platform, set and taken off by the operator: admission refuses to delete
 * such a namespace.
 */
export const protectedLabel = 'taskplatform.dev/protected'

/** Finalizer that keeps a TaskPlatform until everything it made is gone. */
export const finalizer = 'taskplatform.dev/finalizer'

/** Annotation with the value `true`: the operator looks but changes nothing. */
export const pausedAnnotation = 'taskplatform.dev/paused'

/** Annotation with a new value of your choice (a time, say): the operator reconciles at once and repeats the value in status. */
export const reconcileAnnotation = 'taskplatform.dev/reconcile-requested-at'

/** Annotation with a new value of your choice: the operator writes `status.deletionPlan`, and repeats the value in it. */
export const deletionPlanAnnotation = 'taskplatform.dev/deletion-plan'

/** Annotation with the value `true`: a deletion does not wait for what the EKS cluster still holds in AWS. It names what may be left. */
export const skipDrainAnnotation = 'taskplatform.dev/skip-drain'

/**
 * Annotation on a TaskPlatform: the name of a ConfigMap, in its namespace, that a platform of the same name left when it was
 * deleted with the data policy Retain. The new platform takes over what is named there.
 */
export const adoptAnnotation = 'taskplatform.dev/adopt'

/** Annotation on a composite: a digest of the spec that we wrote last, by which we tell our own changes from those of others. */
export const appliedAnnotation = 'taskplatform.dev/applied'

/** Owner of our fields in server-side apply. */
export const fieldManager = 'taskplatform-operator'
