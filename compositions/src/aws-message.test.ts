import { expect, test } from 'vitest'
import { awsMessage } from './aws-message.ts'

test.each([
  {
    why: 'the answer of the API is taken out of the wrapping of SDK, Terraform and provider',
    said: 'async create failed: failed to create the resource: [{0 creating EC2 EIP: operation error EC2: AllocateAddress, https response error StatusCode: 400, RequestID: 0b1c2d3e-1111-2222-3333-444455556666, api error AddressLimitExceeded: The maximum number of addresses has been reached.  []}]',
    is: 'AddressLimitExceeded: The maximum number of addresses has been reached.',
  },
  {
    why: 'an encoded authorization message is noise that differs each time',
    said: 'api error UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message: Xy1-Zz_9',
    is: 'UnauthorizedOperation: You are not authorized to perform this operation.',
  },
  {
    why: 'request ids in brackets are left out',
    said: 'AccessDenied: not allowed (Request ID: 7FDC0F1E2A3B4C5D; host id: abc+/def=123)',
    is: 'AccessDenied: not allowed',
  },
  {
    why: 'counters of attempts and durations are left out',
    said: 'observe failed: exceeded maximum number of attempts, 3, giving up after 12 seconds (attempt 4 of 5)',
    is: 'observe failed: exceeded maximum number of attempts, giving up',
  },
  {
    why: 'clocks are left out',
    said: 'token expired at 2026-11-24T10:11:12.345Z: renew it',
    is: 'token expired: renew it',
  },
  {
    why: 'an error that is not from the API keeps its words',
    said: 'cannot get terraform setup: cannot get referenced ProviderConfig: "default" not found',
    is: 'cannot get terraform setup: cannot get referenced ProviderConfig: "default" not found',
  },
  {
    why: 'identifiers of resources stay',
    said: 'vpc-0a1b2c3d4e5f60718 has dependencies',
    is: 'vpc-0a1b2c3d4e5f60718 has dependencies',
  },
])('$why', ({ said, is }) => expect(awsMessage(said)).toBe(is))

test('the same refusal with another request id gives the same words', () => {
  const said = (id: string) =>
    `https response error StatusCode: 400, RequestID: ${id}, api error VpcLimitExceeded: too many`
  expect(awsMessage(said('11111111-2222-3333-4444-555555555555'))).toBe(
    awsMessage(said('99999999-8888-7777-6666-555555555555')),
  )
})

test('a novel is cut', () => expect(awsMessage('word '.repeat(200)).length).toBeLessThanOrEqual(300))
