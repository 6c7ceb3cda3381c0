import { expect, test } from 'vitest'
import { DeadlineError, KubeconfigError, TransportError } from '../errors.ts'
import { apiErrorFrom } from '../kube/errors.ts'
import { lookFrom } from './look.ts'

const answer = (status: number) => apiErrorFrom({ what: 'GET /readyz' }, { status, body: '' })
const fault = (name: string) => new TransportError(`Cannot GET /readyz at eks.test: ${name}`, { fault: name })

test.each([
  {
    why: 'DNS does not know it',
    error: fault('ENOTFOUND'),
    says: { cause: 'NameNotResolved', message: /eks\.test cannot be resolved/ },
  },
  { why: 'nothing listens', error: fault('ECONNREFUSED'), says: { cause: 'Refused', message: /refuses connections/ } },
  {
    why: 'packets are dropped',
    error: fault('UND_ERR_CONNECT_TIMEOUT'),
    says: { cause: 'TimedOut', message: /security groups, routes/ },
  },
  {
    why: 'no answer in time',
    error: new DeadlineError('late'),
    says: { cause: 'TimedOut', message: /does not answer/ },
  },
  {
    why: 'a foreign certificate',
    error: fault('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    says: { cause: 'CertificateInvalid', message: /does not vouch for/ },
  },
  {
    why: 'a certificate for another name',
    error: fault('ERR_TLS_CERT_ALTNAME_INVALID'),
    says: { cause: 'CertificateInvalid' },
  },
  { why: 'a fault without a name of ours', error: fault('EPIPE'), says: { cause: 'Unreachable', message: /EPIPE/ } },
  { why: 'it starts', error: answer(503), says: { cause: 'NotReady', message: /is not ready/ } },
  {
    why: 'a kubeconfig that cannot be used',
    error: new KubeconfigError('no context'),
    says: { cause: 'KubeconfigInvalid', message: /no context/ },
  },
])('no useful answer: $why', ({ error, says: { cause, message = /./ } }) =>
  expect(lookFrom(error, 'eks.test')).toEqual({ kind: 'failed', cause, message: expect.stringMatching(message) }),
)

test.each([
  { status: 401, message: /does not accept our token/ },
  { status: 403, message: /grants nothing/ },
])('an answer of $status refuses us', ({ status, message }) =>
  expect(lookFrom(answer(status), 'eks.test')).toEqual({ kind: 'refused', message: expect.stringMatching(message) }),
)

test('a fault of ours says nothing about the cluster', () =>
  expect(lookFrom(new Error('bug'), 'eks.test')).toEqual({ kind: 'unknown', message: 'bug' }))
