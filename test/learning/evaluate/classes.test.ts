import test from 'ava'
import { classesOf, columnOf } from '../../../src/learning/evaluate/classes.ts'
import { CATEGORIES, valuesOf } from '../../../src/vocabulary/vocabulary.ts'

const names = (truths: readonly (readonly string[])[], values: readonly string[]) =>
  classesOf(truths, values).map(({ name }) => name)

test('labels of one value each are their own classes, those that do not occur too', (t) => {
  t.deepEqual(names([['b'], ['a'], ['b']], ['a', 'b', 'c']), ['a', 'b', 'c'])
})

test('a set of right answers is a class and has a name', (t) => {
  const outer = ['blazer', 'cardigan', 'coat', 'jacket', 'vest_waistcoat']
  const found = names([outer, ['suit', 'blazer'], ['dress']], CATEGORIES)
  t.deepEqual(found.slice(0, 6), ['dress', 'jumpsuit', 'playsuit', 'suit or blazer', 'outerwear', 'shirt'])
  const patterns = valuesOf('pattern')
  t.deepEqual(names([patterns.slice(1), ['solid']], patterns), ['solid', 'not solid'])
})

test('of two sets of which one holds the other the more frequent one is a class', (t) => {
  const values = ['black', 'blue', 'navy', 'white']
  t.deepEqual(names([['black'], ['black'], ['black', 'white'], ['blue', 'navy'], ['blue', 'navy'], ['blue']], values), [
    'black',
    'blue or navy',
    'white',
  ])
})

test('an answer is counted with its truth where it is right, else with the first class that has it', (t) => {
  const classes = classesOf(
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
    ['a', 'b', 'c'],
  )
  const [first, second] = classes
  t.is(columnOf('b', second!, classes), second)
  t.is(columnOf('a', second!, classes), first)
  t.is(columnOf('c', first!, classes), second)
})
