import { z } from 'zod'
import { account, credentials, registration } from './account.ts'
import { live, ready } from './health.ts'
import { refreshRequest, session, tokens } from './session.ts'
import { newTask, statusChange, task, taskChange, taskPage, taskQuery } from './task.ts'

/** One route: what it takes and what it gives. `refusals` are the statuses besides those that every route may give. */
export type Route = Readonly<{
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** With parameters in braces, as OpenAPI writes them. */
  path: string
  summary: string
  auth: 'none' | 'bearer'
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  success: Readonly<{ status: 200 | 201 | 204; body?: z.ZodType; contentType?: string }>
  refusals: readonly number[]
}>

const message = z.object({ message: z.string() }).meta({ id: 'Message' })
const data = <T extends z.ZodType>(schema: T) => z.object({ data: schema })
const taskId = z.object({ id: z.string().describe('Id of a task, a positive whole number.') })

/** Every route of the API, by the name under which client and server speak of it. */
export const routes = {
  live: {
    method: 'get',
    path: '/health/live',
    summary: 'Whether the process runs',
    auth: 'none',
    success: { status: 200, body: live },
    refusals: [],
  },
  ready: {
    method: 'get',
    path: '/health/ready',
    summary: 'Whether requests can be served',
    auth: 'none',
    success: { status: 200, body: ready },
    refusals: [503],
  },
  startup: {
    method: 'get',
    path: '/health/startup',
    summary: 'Whether the start is over',
    auth: 'none',
    success: { status: 200, body: live },
    refusals: [503],
  },
  metrics: {
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    auth: 'none',
    success: { status: 200, contentType: 'text/plain' },
    refusals: [],
  },
  register: {
    method: 'post',
    path: '/api/v1/auth/register',
    summary: 'Make an account',
    auth: 'none',
    body: registration,
    success: { status: 201, body: data(account) },
    refusals: [400, 409, 429],
  },
  login: {
    method: 'post',
    path: '/api/v1/auth/login',
    summary: 'Begin a session',
    auth: 'none',
    body: credentials,
    success: { status: 200, body: tokens },
    refusals: [400, 401, 429],
  },
  refresh: {
    method: 'post',
    path: '/api/v1/auth/refresh',
    summary: 'Go on with a session: both tokens new',
    auth: 'none',
    body: refreshRequest,
    success: { status: 200, body: tokens },
    refusals: [400, 401, 403],
  },
  logout: {
    method: 'post',
    path: '/api/v1/auth/logout',
    summary: 'End the session; its tokens die with it',
    auth: 'bearer',
    success: { status: 200, body: message },
    refusals: [401],
  },
  listSessions: {
    method: 'get',
    path: '/api/v1/auth/sessions',
    summary: 'Where the account is logged in',
    auth: 'bearer',
    success: { status: 200, body: data(z.array(session)) },
    refusals: [401],
  },
  endSession: {
    method: 'delete',
    path: '/api/v1/auth/sessions/{id}',
    summary: 'End one session of the account',
    auth: 'bearer',
    params: z.object({ id: z.string().describe('Id of a session.') }),
    success: { status: 200, body: message },
    refusals: [401, 404],
  },
  listTasks: {
    method: 'get',
    path: '/api/v1/tasks',
    summary: 'List tasks of the account',
    auth: 'bearer',
    query: taskQuery,
    success: { status: 200, body: taskPage },
    refusals: [400, 401],
  },
  createTask: {
    method: 'post',
    path: '/api/v1/tasks',
    summary: 'Make a task',
    auth: 'bearer',
    body: newTask,
    success: { status: 201, body: data(task) },
    refusals: [400, 401],
  },
  getTask: {
    method: 'get',
    path: '/api/v1/tasks/{id}',
    summary: 'Read a task',
    auth: 'bearer',
    params: taskId,
    success: { status: 200, body: data(task) },
    refusals: [400, 401, 404],
  },
  updateTask: {
    method: 'put',
    path: '/api/v1/tasks/{id}',
    summary: 'Change a task; with If-Match only if nobody else has since',
    auth: 'bearer',
    params: taskId,
    body: taskChange,
    success: { status: 200, body: data(task) },
    refusals: [400, 401, 404, 412],
  },
  setTaskStatus: {
    method: 'patch',
    path: '/api/v1/tasks/{id}/status',
    summary: 'Change the status of a task',
    auth: 'bearer',
    params: taskId,
    body: statusChange,
    success: { status: 200, body: message },
    refusals: [400, 401, 404, 412],
  },
  deleteTask: {
    method: 'delete',
    path: '/api/v1/tasks/{id}',
    summary: 'Delete a task',
    auth: 'bearer',
    params: taskId,
    success: { status: 200, body: message },
    refusals: [400, 401, 404],
  },
  openapi: {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    auth: 'none',
    success: { status: 200, contentType: 'application/json' },
    refusals: [],
  },
} as const satisfies Record<string, Route>

/** Name of a route. */
export type RouteName = keyof typeof routes
