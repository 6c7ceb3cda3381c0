/** The namespace that the operator is installed into. */
export const operatorNamespace = 'taskplatform-system'

/** The service account that the operator works as, and the name of its roles. */
export const operatorName = 'taskplatform-operator'
