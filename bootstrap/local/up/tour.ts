import { execFile } from 'node:child_process'
import { mkdir, rm, symlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import type { ControlPlane } from '../build/control-plane.ts'
import type { LocalConfig } from '../config.ts'
import type { Layout } from '../layout.ts'
import { exampleFile, type PlatformKey } from './example.ts'

/** Puts kubectl of the right version where the user can reach it: .local/bin. */
export const linkKubectl = async ({ bin }: Layout, { programs }: ControlPlane): Promise<void> => {
  const link = join(bin, 'kubectl')
  await mkdir(bin, { recursive: true })
  await rm(link, { force: true })
  await symlink(programs.kubectl, link)
}

/** Prints the platforms as kubectl shows them, and what to try next. */
export const printTour = async (
  layout: Layout,
  { root }: LocalConfig,
  { programs }: ControlPlane,
  { namespace, name }: PlatformKey,
): Promise<void> => {
  const args = ['--kubeconfig', layout.kubeconfig, 'get', 'taskplatforms', '--all-namespaces']
  const { stdout } = await promisify(execFile)(programs.kubectl, args)
  const here = (path: string) => relative(root, path)
  console.log(`
$ kubectl get taskplatforms --all-namespaces
${stdout}
Look around (from ${root}):
  export KUBECONFIG=$PWD/${here(layout.kubeconfig)} PATH=$PWD/${here(layout.bin)}:$PATH
  kubectl -n ${namespace} describe taskplatform ${name}
  kubectl -n ${namespace} get platform          (the platform and its layers)
  kubectl -n ${namespace} get managed
  kubectl -n ${namespace} get events --sort-by=.lastTimestamp

Enter its cluster:
  kubectl -n ${namespace} get secret ${name}-cluster-kubeconfig -o jsonpath='{.data.kubeconfig}' | base64 -d > .local/cluster.kubeconfig
  kubectl --kubeconfig .local/cluster.kubeconfig get nodes        (the token in it lives for 15 minutes)

Change it:  edit ${exampleFile}, then kubectl apply --server-side -f ${exampleFile}
            kubectl apply --server-side -f crds/examples/production.yaml makes a larger one beside it
Delete it:  kubectl -n ${namespace} delete taskplatform ${name}
Stop all:   make down            State of the parts, with their logs:  make status`)
}
