import type { ProgramName } from '../parts/context.ts'

/** Something that the build puts into the cache, from a module pinned in bootstrap/local/modules. */
export type Target = Readonly<{
  name: 'etcd' | 'kubernetes' | 'kube-scheduler' | 'kwok' | 'crossplane' | 'provider-aws'
  /** Folder under bootstrap/local/modules. */
  module: string
  /** Release that is built, as the module names it. */
  version: string
  /** Programs to compile, one after the other: package and the name of its file. */
  programs: readonly Readonly<{ name: ProgramName; package: string }>[]
  /** Value of -ldflags. */
  linkerFlags: string
  /** CRDs to copy out of a module. `files` absent: all of the folder. */
  crds?: Readonly<{ module: string; folder: string; files?: readonly string[] }>
  /** Other files to copy out of a module, into a folder beside the programs. */
  copies?: Readonly<{ module: string; folder: string; files: readonly string[]; into: string }>
}>

const kubernetesFlags = [
  '-s -w',
  '-X k8s.io/component-base/version.gitVersion=v1.36.1',
  '-X k8s.io/component-base/version.gitMajor=1',
  '-X k8s.io/component-base/version.gitMinor=36',
].join(' ')

/** Everything that is built, in order. `providerCrds` are file names in the provider's package/crds. */
export const targetsFor = (providerCrds: readonly string[]): readonly Target[] => [
  {
    name: 'etcd',
    module: 'etcd',
    version: 'v3.6.13',
    programs: [{ name: 'etcd', package: 'go.etcd.io/etcd/server/v3' }],
    linkerFlags: '-s -w',
  },
  {
    name: 'kubernetes',
    module: 'kubernetes',
    version: 'v1.36.1',
    programs: [
      { name: 'kube-apiserver', package: 'k8s.io/kubernetes/cmd/kube-apiserver' },
      { name: 'kube-controller-manager', package: 'k8s.io/kubernetes/cmd/kube-controller-manager' },
      { name: 'kubectl', package: 'k8s.io/kubernetes/cmd/kubectl' },
    ],
    linkerFlags: kubernetesFlags,
  },
  // a target of its own: most of it is compiled already, and a cache from before it stays good
  {
    name: 'kube-scheduler',
    module: 'kubernetes',
    version: 'v1.36.1',
    programs: [{ name: 'kube-scheduler', package: 'k8s.io/kubernetes/cmd/kube-scheduler' }],
    linkerFlags: kubernetesFlags,
  },
  {
    name: 'kwok',
    module: 'kwok',
    version: 'v0.8.0',
    programs: [{ name: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' }],
    linkerFlags: '-s -w',
    // how its nodes and pods come to life; the program itself knows none
    copies: {
      module: 'sigs.k8s.io/kwok',
      folder: 'kustomize/stage',
      files: [
        'node/fast/node-initialize.yaml',
        'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml',
        'pod/fast/pod-ready.yaml',
        'pod/fast/pod-complete.yaml',
        'pod/fast/pod-delete.yaml',
      ],
      into: 'stages',
    },
  },
  {
    name: 'crossplane',
    module: 'crossplane',
    version: 'v2.4.0',
    programs: [{ name: 'crossplane', package: 'github.com/crossplane/crossplane/v2/cmd/crossplane' }],
    linkerFlags: '-s -w -X github.com/crossplane/crossplane-runtime/v2/pkg/version.version=v2.4.0',
    crds: { module: 'github.com/crossplane/crossplane/v2', folder: 'cluster/crds' },
  },
  {
    name: 'provider-aws',
    module: 'provider-aws',
    version: 'v2.5.0',
    programs: [],
    linkerFlags: '',
    crds: { module: 'github.com/upbound/provider-aws/v2', folder: 'package/crds', files: providerCrds },
  },
]
