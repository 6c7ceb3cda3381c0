import { routes } from '@taskplatform/app-contract/routes'
import { newTask, statusChange, taskChange, taskQuery } from '@taskplatform/app-contract/task'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../../errors.ts'
import type { Changed, VersionedTask } from '../../tasks/tasks.ts'
import { authenticate, claimsOf } from '../authenticate.ts'
import type { Dependencies } from '../dependencies.ts'
import { read, readId, readVersion } from '../read.ts'
import { routePath } from './route-path.ts'

/** Tasks of the account that asks. */
export function taskRoutes(app: FastifyInstance, dependencies: Dependencies): void {
  const { tasks, metrics } = dependencies
  const preHandler = authenticate(dependencies)
  const guarded = (failure: string) => ({ preHandler, config: { failure } })

  app.get(routes.listTasks.path, guarded('failed to list tasks'), async (request) => {
    const query = read(taskQuery, request.query)
    const { tasks: data, total, next } = await tasks.list(claimsOf(request).userId, query)
    const { page, per_page } = query
    return { data, meta: { total, page, per_page, ...(next ? { next_cursor: next } : {}) } }
  })

  app.post(routes.createTask.path, guarded('failed to create task'), async (request, reply) => {
    const made = await tasks.add(claimsOf(request).userId, read(newTask, request.body))
    metrics.taskChanges.inc({ outcome: 'created' })
    reply.code(201).header('location', `${routes.createTask.path}/${made.task.id}`)
    return shown(reply, made)
  })

  app.get(routePath(routes.getTask), guarded('failed to get task'), async (request, reply) => {
    const id = idOf(request)
    const found = id === undefined ? undefined : await tasks.get(claimsOf(request).userId, id)
    if (!found) throw missing()
    return shown(reply, found)
  })

  app.put(routePath(routes.updateTask), guarded('failed to update task'), async (request, reply) => {
    const id = idOf(request)
    const change = read(taskChange, request.body)
    const version = readVersion(request.headers['if-match'])
    const changed = id === undefined ? 'missing' : await tasks.change(claimsOf(request).userId, id, change, version)
    const done = made(changed)
    metrics.taskChanges.inc({ outcome: 'updated' })
    return shown(reply, done)
  })

  app.patch(routePath(routes.setTaskStatus), guarded('failed to update task status'), async (request, reply) => {
    const id = idOf(request)
    const change = read(statusChange, request.body)
    const version = readVersion(request.headers['if-match'])
    const changed = id === undefined ? 'missing' : await tasks.change(claimsOf(request).userId, id, change, version)
    reply.header('etag', etagOf(made(changed)))
    metrics.taskChanges.inc({ outcome: 'updated' })
    return { message: 'status updated successfully' }
  })

  app.delete(routePath(routes.deleteTask), guarded('failed to delete task'), async (request) => {
    const id = idOf(request)
    if (id === undefined || !(await tasks.remove(claimsOf(request).userId, id))) throw missing()
    metrics.taskChanges.inc({ outcome: 'deleted' })
    return { message: 'task deleted successfully' }
  })
}

const idOf = (request: FastifyRequest): number | undefined => readId(read(routes.getTask.params, request.params).id)

function made(changed: Changed): VersionedTask {
  if (changed === 'missing') throw missing()
  if (changed === 'outdated') throw new Refusal(412, 'precondition_failed', 'task was changed by somebody else')
  return changed
}

function shown(reply: FastifyReply, versioned: VersionedTask) {
  reply.header('etag', etagOf(versioned))
  return { data: versioned.task }
}

const etagOf = ({ version }: VersionedTask): string => `"${version}"`

const missing = (): Refusal => new Refusal(404, 'not_found', 'task not found')
