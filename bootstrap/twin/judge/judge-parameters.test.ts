import { expect, test } from 'vitest'
import { parametersOf } from './calls.ts'
import { judgeParameters, type ServiceModel } from './judge-parameters.ts'

const model: ServiceModel = {
  operations: { Make: { input: { shape: 'Request' } } },
  shapes: {
    Request: {
      type: 'structure',
      required: ['Name'],
      members: {
        Name: { shape: 'Name' },
        Mode: { shape: 'Mode' },
        Sizes: { shape: 'Sizes' },
        Block: { shape: 'Block' },
      },
    },
    Name: { type: 'string', min: 2, max: 4, pattern: '[a-z]+' },
    Mode: { type: 'string', enum: ['A', 'B'] },
    Sizes: { type: 'list', max: 2, member: { shape: 'Size' } },
    Size: { type: 'integer', min: 1, max: 9 },
    Block: { type: 'structure', required: ['Inner'], members: { Inner: { shape: 'Name' } } },
  },
}

test.each([
  { why: 'what fits is fine', given: { Name: 'abc', Mode: 'A', Sizes: [1, 9] }, says: [] },
  { why: 'required ones lack', given: {}, says: ['Make.Name is required'] },
  { why: 'also within a block', given: { Name: 'abc', Block: {} }, says: ['Make.Block.Inner is required'] },
  { why: 'a value is one of a list', given: { Name: 'abc', Mode: 'C' }, says: ['Make.Mode "C" is none of A, B'] },
  { why: 'a pattern stands for all', given: { Name: 'ab1' }, says: ['Make.Name "ab1" does not fit [a-z]+'] },
  { why: 'names have a length', given: { Name: 'abcde' }, says: ['Make.Name has 5 letters, at most 4 are allowed'] },
  {
    why: 'numbers have a range',
    given: { Name: 'abc', Sizes: [0] },
    says: ['Make.Sizes[0] is 0, at least 1 are needed'],
  },
  {
    why: 'lists have a length',
    given: { Name: 'abc', Sizes: [1, 2, 3] },
    says: ['Make.Sizes has 3 items, at most 2 are allowed'],
  },
  { why: 'newer parameters are passed over', given: { Name: 'abc', Newer: 1 }, says: [] },
])('$why', ({ given, says }) => expect(judgeParameters(model, 'Make', given)).toEqual(says))

test('arguments get the names of the call', () => {
  const call = { service: 's', operation: 'Make', name: 'Name', renamed: { kind: 'Mode' } }
  const args = { kind: 'A', block: [{ inner: 'abc', own: 1 }], tags: { a: 'b' }, other: 2 }
  expect(parametersOf(model, call, args, 'abc')).toEqual({ Mode: 'A', Block: { Inner: 'abc' }, Name: 'abc' })
})

test('a call that is none is a mistake of the table', () =>
  expect(() => judgeParameters(model, 'Unmake', {})).toThrow('the model has no call Unmake'))
