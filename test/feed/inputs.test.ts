import test from 'ava'
import { isInside } from '../../src/feed/folder.ts'
import { expandBraces } from '../../src/feed/inputs.ts'

test('brace ranges become lists, zeros kept', (t) => {
  t.deepEqual(expandBraces('a/{08..11}.tar'), ['a/08.tar', 'a/09.tar', 'a/10.tar', 'a/11.tar'])
  t.deepEqual(expandBraces('{0..1}/{0..1}'), ['0/0', '0/1', '1/0', '1/1'])
  t.deepEqual(expandBraces('{train,test}/{0..1}.tar'), ['train/0.tar', 'train/1.tar', 'test/0.tar', 'test/1.tar'])
})

test('what is no range stays as it is', (t) => {
  for (const pattern of ['a.tar', '{a..b}', '{5..1}.tar', '{0..99999999}.tar', '{}', '{a}', 'a}b{']) {
    t.deepEqual(expandBraces(pattern), [pattern])
  }
})

test('a folder is inside itself, its neighbours and parents are not', (t) => {
  for (const path of ['/a/b', '/a/b/c', '/a/b/..c', '/a/b/c/../d']) t.true(isInside('/a/b', path), path)
  for (const path of ['/a', '/a/bc', '/a/b/..', '/a/b/../c', '/', '/etc/passwd']) t.false(isInside('/a/b', path), path)
})
