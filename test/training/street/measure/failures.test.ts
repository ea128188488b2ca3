import test from 'ava'
import { evaluateFindings } from '../../../../src/learning/evaluate/judge.ts'
import { confusionOf } from '../../../../training/street/measure/confusion.ts'
import { childrenFound, facesAlone, mixedUp, placesAlone } from '../../../../training/street/measure/failures.ts'
import { figuresOf } from '../../../../training/street/measure/figures.ts'
import { namedIn } from '../../../../training/street/measure/least-score.ts'
import { box, findings, garment, person } from '../../../learning/evaluate/findings.ts'

const dress = { box: box(12, 20, 38, 60), category: ['dress'] as const, attributes: {}, optional: false }

test('a class that is most often called another is a known failure, a tie or a handful is none', (t) => {
  const photos = (said: 'dress' | 'skirt', count: number) =>
    Array.from({ length: count }, () => ({
      truth: { photo: 'a', garments: [dress] },
      found: findings({ garments: [garment({ category: said })] }),
    }))
  const mixed = (...all: ReturnType<typeof photos>[]) => mixedUp(evaluateFindings(all.flat(), 'test'), 'category')
  t.is(mixed(photos('skirt', 3), photos('dress', 2)), 'dress called skirt (3 of 5)')
  t.is(mixed(photos('skirt', 3), photos('dress', 3)), 'no class is called another more often than itself')
  t.is(mixed(photos('skirt', 4)), 'no class is called another more often than itself')
  t.is(mixedUp(undefined, 'category'), 'not measured')
})

test('faces, children and places are told in words, or said not to be measured', (t) => {
  const face = (child: boolean, people: ReturnType<typeof person>[]) => ({
    truth: {
      photo: 'a',
      main: child ? { child, attributes: {} } : { child, gender: ['male'] as const, attributes: {} },
    },
    found: findings({ people }),
  })
  const faces = evaluateFindings([face(false, []), face(false, [person()]), face(true, [person()])], 'test')
  t.is(
    facesAlone(faces),
    'A person is found in 50 % of the 2 faces of adults; gender is right in 0 % of 1 named, no age band is named.',
  )
  t.is(
    childrenFound(faces),
    'Of 1 faces of children aged 0 to 9 in which a person was found, 0 were given neither gender nor age, and 1 were given one of them.',
  )
  const places = evaluateFindings([{ truth: { photo: 'a', occasion: ['travel'] }, found: findings() }], 'test')
  t.is(placesAlone(places), 'From a photo alone one is named in 0 % of 1 scenes.')
  for (const words of [facesAlone, childrenFound, placesAlone]) t.is(words(undefined), 'Not measured.')
  t.is(placesAlone(faces), 'Not measured.')
})

test('a card quotes a family twice where not all was answered', (t) => {
  const photos = [
    findings({ garments: [garment({ attributes: { pattern: { value: 'solid', score: 1 } } })] }),
    findings({ garments: [garment()] }),
  ]
  const truth = { photo: 'a', garments: [{ ...dress, attributes: { pattern: ['solid'] as const } }] }
  const figures = figuresOf(
    evaluateFindings(
      photos.map((found) => ({ truth, found })),
      'test',
    ),
  )
  t.deepEqual(
    Object.entries(figures).map(([name, { share, n }]) => [name, share, n]),
    [
      ['region recall', 1, 2],
      ['region precision', 1, 2],
      ['group', 0, 2],
      ['category', 0, 2],
      ['pattern', 0.5, 2],
      ['pattern, where named', 1, 1],
      ['solid or patterned', 0.5, 2],
      ['solid or patterned, where named', 1, 1],
    ],
  )
})

test("a pack's confusion counts single true values by the pack's labels", (t) => {
  const cases = [
    { truth: ['b'], predicted: 'a', score: 0.5 },
    { truth: ['a', 'b'], predicted: 'a', score: 0.9 },
    { truth: ['a'], predicted: null, score: null },
  ]
  t.deepEqual(confusionOf(cases, ['a', 'b'], 'here').counts, [
    [0, 0],
    [1, 0],
  ])
  t.deepEqual(namedIn(cases), [
    { score: 0.5, right: false },
    { score: 0.9, right: true },
  ])
})
