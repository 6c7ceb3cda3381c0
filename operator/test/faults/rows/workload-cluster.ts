import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePrograms } from '@taskplatform/bootstrap/local/bundle'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { startStack } from '@taskplatform/bootstrap/local/stack'
import { connect } from '../../../src/kube/connect.ts'
import { realClock } from '../../../src/runtime/clock.ts'
import { hangWorkloadApi } from '../../lifecycle/workload.ts'
import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { startOperator } from '../operator-process.ts'
import { development, platformOf } from '../platform.ts'
import type { Figures, Row, World } from '../row.ts'

const namespace = 'unseen'
const secret = { namespace, name: 'tasks-cluster-kubeconfig' }
const secrets = { group: '', version: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true }

/** The way to the cluster that a platform made. It needs a cluster that really runs, and so a control plane of its own. */
export const workloadCluster: Row = {
  number: 10,
  name: 'kubeconfig expired, Secret deleted, workload API unreachable during deletion',
  done: 'beside a platform whose EKS cluster really runs: its kubeconfig gets a token that nobody accepts, then the Secret is deleted, each seen by an operator that starts anew; the platform is deleted while its API server hangs',
  expectation:
    'ClusterReachable says what is wrong and heals by itself; the platform stays Ready; the deletion says that it cannot look into the cluster, waits for the grace, and ends',
  run: async ({ signal }) => {
    const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-faults-'))
    const parts = partNames.filter((part) => part !== 'operator')
    await using stack = await startStack({ stateDir, parts, timeScale: 0, backends: ['clusters'], signal })
    await bundlePrograms(['operator'], { root: localConfig().root, dist: layoutOf(stateDir).dist })
    const { client, close } = connect(
      { kubeconfigPath: stack.kubeconfigPath },
      { clock: realClock, userAgent: 'faults' },
    )
    try {
      return await loseSight({ stack, client, signal })
    } finally {
      await close()
    }
  },
}

async function loseSight(world: World): Promise<Figures> {
  const { client, signal } = world
  await using operator = await startOperator(world.stack, { name: 'operator-unseen' }, signal)
  const tasks = platformOf(world, namespace)
  await tasks.apply(development)
  await tasks.ready()
  await tasks.says('ClusterReachable', /^$/)

  const good = await client.get<{ data: { kubeconfig: string } }>(secrets, secret, { signal })
  if (!good) throw new Error(`no Secret ${secret.name}`)
  const write = (kubeconfig: string) =>
    client.mergePatch(secrets, secret, { data: { kubeconfig } }, { fieldManager: 'test', signal })
  await write(withToken(good.data.kubeconfig, 'k8s-aws-v1.ZXhwaXJlZA'))
  await operator.kill()
  await tasks.says('ClusterReachable', /401|refuses|Unauthorized|token/i)
  await write(good.data.kubeconfig)
  const healing = performance.now()
  await tasks.says('ClusterReachable', /^$/)
  const healedMs = performance.now() - healing

  await client.remove(secrets, secret, { signal })
  await operator.kill()
  await operator.ready()
  await tasks.says('ClusterReachable', /^$/)
  await tasks.ready()
  const whole = await expectWhole(world, namespace)

  await hangWorkloadApi(client, namespace, signal)
  await tasks.remove()
  await tasks.says('Deleting', /cannot be looked into/)
  await tasks.gone()
  await expectNothingLeft(world, namespace)
  expectNoCrash(operator)
  return { 's to heal': Math.round(healedMs / 100) / 10, ...whole }
}

const withToken = (kubeconfig: string, token: string): string => {
  const text = Buffer.from(kubeconfig, 'base64').toString('utf8')
  return Buffer.from(text.replace(/(token:\s*).*/, `$1${token}`)).toString('base64')
}
