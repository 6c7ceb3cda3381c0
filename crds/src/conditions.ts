/** Every condition type that we set, what it says when True, and every reason it can carry, one sentence each. */
export const conditions = {
  Ready: {
    means: 'The whole platform does what its spec says; a summary of the other conditions, set nowhere else.',
    reasons: {
      Available: 'Every layer, add-on and workload that the spec asks for is ready.',
      Progressing: 'Something is being made or changed, and nothing has failed.',
      Failed: 'Something failed; the message names it and repeats what AWS or the cluster said.',
      Invalid: 'The spec cannot be carried out as written; only a new spec heals this.',
      NonCompliant: 'Nothing has been made, because what would be made breaks conformance rules.',
      NotJudged: 'Nothing has been made, because the operator failed to judge it; a bug of ours.',
      Suspended: 'spec.suspend is true and the platform was not ready when it was suspended.',
      Paused: 'The platform is paused and was not ready when it was paused.',
      Deleting: 'The platform is being deleted.',
    },
  },
  Reconciling: {
    means: 'The operator is still working towards the current spec.',
    reasons: {
      Progressing: 'The operator applies the spec or waits for something that it made.',
      Retrying: 'An attempt failed in a way that time may heal; the operator tries again with growing pauses.',
      Deleting: 'The operator carries out the deletion plan.',
      Settled: 'Nothing is left to do for the current spec.',
      Stopped: 'The operator does not work on this platform: it is paused, suspended or stalled.',
    },
  },
  Stalled: {
    means: 'The operator cannot go on until somebody changes something.',
    reasons: {
      Invalid: 'The spec cannot be carried out as written.',
      NonCompliant:
        'What would be made breaks conformance rules and nothing exists yet, so nothing is made: change the spec, or state exceptions in spec.compliance.exceptions.',
      NotJudged:
        'The conformance rules could not be applied, which is a bug of ours, and nothing exists yet, so nothing is made unjudged.',
      Refused:
        'AWS or Kubernetes refuses what was asked, and time will not change that; the message says why and what helps.',
      NameTaken: 'An object with a name that we need exists and belongs to somebody else.',
      ProviderConfigMissing:
        'The ProviderConfig that spec.aws names does not exist or may not be used from this namespace.',
      DeletionBlocked: 'The deletion plan met something that it may not remove; the message names it.',
      DeadlineExceeded:
        'A layer takes much longer than the service ever takes; the message names what it waits for, the likely cause and what helps.',
      NotStalled: 'Nothing stands in the way.',
    },
  },
  NetworkReady: layer('VPC, subnets, gateways and routes'),
  EndpointsReady: layer('the interface endpoints'),
  ClusterReady: layer('the EKS cluster and its node groups'),
  DatabaseReady: layer('the PostgreSQL instance'),
  CacheReady: layer('the replication group of the cache'),
  RegistryReady: layer('the image repositories'),
  SecretsReady: layer('the secrets of the application and their key'),
  IdentitiesReady: layer('the IAM roles of the workloads'),
  EdgeReady: layer('certificate, DNS records and load balancer'),
  ObservabilityReady: layer('topics, alarms and the dashboard'),
  ClusterReachable: {
    means: 'The operator can talk to the API server of the EKS cluster.',
    reasons: {
      Reachable: 'The API server answers us.',
      Waiting: 'There is no kubeconfig yet, because the cluster is still being made.',
      NameNotResolved: 'The name of the endpoint cannot be resolved.',
      Refused: 'The endpoint refuses connections.',
      TimedOut: 'No answer comes: something on the way drops what we send.',
      CertificateInvalid: 'The endpoint shows a certificate that the kubeconfig does not vouch for.',
      NotReady: 'The API server answers that it is not ready.',
      KubeconfigInvalid: 'The Secret with the kubeconfig is missing or cannot be used.',
      Unreachable: 'No connection can be made for another cause, which the message names.',
      Unauthorized: 'The API server refuses our identity.',
      Removing: 'The cluster is being removed, and nobody talks to it any more.',
      Unknown: 'It has not been possible to find out; the message says why.',
    },
  },
  AddonsReady: workload('The add-ons of the EKS cluster'),
  AppReady: workload('The application'),
  MonitoringReady: workload('Prometheus, Alertmanager, Grafana and their rules'),
  Compliant: {
    means: 'Everything that would be made keeps the conformance rules of the profile, apart from stated exceptions.',
    reasons: {
      NoFindings: 'No rule is broken.',
      OnlyExceptions: 'Rules are broken, and each has an exception that has not expired.',
      Findings: 'Rules are broken; the message names them, status.compliance the resources.',
      ExceptionExpired: 'An exception has expired while its rule is still broken; the message names the rule.',
      NotJudged:
        'The rules could not be applied, which is a bug of ours; the last judgement in status.compliance stands.',
    },
  },
  Paused: {
    means: 'The operator watches the platform and changes nothing.',
    reasons: {
      Annotation: 'The object carries the annotation taskplatform.dev/paused with the value "true".',
      Suspended: 'spec.suspend is true.',
      Running: 'The operator works on the platform.',
    },
  },
  Deleting: {
    means: 'The platform is being deleted; the message names the phase and what is left in it.',
    reasons: {
      Checking: 'Everything that could block the deletion is looked for before anything is removed.',
      Draining: 'Traffic is taken away, and load balancers, volumes and workloads are removed.',
      RemovingLayers: 'The layers are removed in the reverse of the order in which they need each other.',
      Blocked: 'Something that we may not remove stands in the way; the message names it.',
      Waiting: 'AWS is still removing something; the message names it.',
    },
  },
} as const satisfies Record<string, ConditionText>

/** Conditions of a layer composite, set by the composition function besides Crossplane's own Synced and Ready. */
export const compositeConditions = {
  ResourcesReady: {
    means: 'Every managed resource of the layer exists and does its work.',
    reasons: {
      Available: 'All managed resources are ready.',
      Creating: 'Managed resources are being made; the message names up to three of them.',
      Failed: 'AWS or the provider refused a managed resource; the message names it and repeats what was said.',
    },
  },
} as const satisfies Record<string, ConditionText>

/** What a condition type means when it is True, and its reasons with a sentence each. */
export type ConditionText = Readonly<{ means: string; reasons: Readonly<Record<string, string>> }>

/** Type of a condition of TaskPlatform. */
export type ConditionType = keyof typeof conditions

/** Every reason that a condition of the type may carry. */
export type ReasonOf<T extends ConditionType> = keyof (typeof conditions)[T]['reasons'] & string

/** Type of a condition that our function sets on a layer composite. */
export type CompositeConditionType = keyof typeof compositeConditions

/** Every reason that a condition of the composite may carry. */
export type CompositeReasonOf<T extends CompositeConditionType> = keyof (typeof compositeConditions)[T]['reasons'] &
  string

function layer(what: string) {
  return {
    means: `AWS has ${what} as the spec asks.`,
    reasons: {
      Available: 'Every managed resource of the layer is ready.',
      Waiting: 'Another layer that this one needs is not ready; the message names it.',
      Creating: 'Managed resources of the layer are being made or changed.',
      Failed: 'AWS, the provider or the API server refused something; the message names it and repeats what was said.',
      NotRequested: 'The spec does not ask for this layer.',
      Retiring: 'The layer lets go of others and of its protection, so that it can be deleted.',
      Deleting: 'The layer is being removed.',
      Deleted: 'The layer has been removed.',
      Unknown: 'The layer could not be observed; the message says why.',
    },
  } as const
}

function workload(what: string) {
  return {
    means: `${what} run in the EKS cluster in the version that the spec asks for.`,
    reasons: {
      Available: 'Every object is applied and every workload has rolled out.',
      Waiting: 'Something that is needed first is not ready; the message names it.',
      Progressing: 'Objects are being applied or workloads roll out.',
      Failed: 'An object was refused or a workload does not start; the message names it.',
      RolledBack: 'A new version did not become ready and the previous one was put back.',
      NotRequested: 'The spec does not ask for this.',
      Unknown: 'The EKS cluster cannot be reached, so the state is not known.',
    },
  } as const
}
