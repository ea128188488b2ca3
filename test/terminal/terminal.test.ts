import test from 'ava'
import { UserError } from '../../src/errors.ts'
import { coloursShown } from '../../src/terminal/colour.ts'
import { errorReport, errorText, usageError } from '../../src/terminal/errors.ts'
import { printable } from '../../src/terminal/printable.ts'
import { createProgress, defaultProgress, duration, parseProgress, progressLine } from '../../src/terminal/progress.ts'
import { textTable } from '../../src/terminal/table.ts'

function screen(columns = 100) {
  const seen = { text: '', time: 0 }
  return { seen, on: { write: (text: string) => (seen.text += text), columns, now: () => seen.time } as never }
}

test('lines come every ten seconds, with rate and time left', (t) => {
  const { seen, on } = screen()
  const progress = createProgress('lines', on)
  progress.message('Found 500 photos.')
  for (let second = 1; second <= 25; second++) {
    seen.time = second * 1000
    progress.progress({ photos: second * 10, failed: 0, total: 500 })
  }
  t.deepEqual(seen.text.trim().split('\n'), [
    'Found 500 photos.',
    '100 of 500 photos (20 %), 9.0 a second, 45 s left',
    '200 of 500 photos (40 %), 9.5 a second, 32 s left',
  ])
})

test('a bar redraws its line, never wider than the terminal, and moves aside for a message', (t) => {
  const { seen, on } = screen(80)
  const progress = createProgress('bar', on)
  progress.progress({ photos: 0, failed: 0, total: 100 })
  seen.time = 1000
  progress.progress({ photos: 50, failed: 2, total: 100 })
  progress.message('Not using cuda: no driver.')
  progress.end()
  const lines = seen.text.split(/[\r\n]/).filter((line) => line !== '')
  t.true(lines.every((line) => line.replace('\u001b[K', '').length <= 80))
  t.true(lines.includes('\u001b[KNot using cuda: no driver.'))
  t.regex(lines.at(-1)!, /^█+░+ 50 of 100 photos \(50 %\), 2 failed, 50 a second, 1 s left/)
  t.true(seen.text.endsWith('\n'))
})

test('JSON progress is one object a line', (t) => {
  const { seen, on } = screen()
  const progress = createProgress('json', on)
  progress.message('Found "it"')
  seen.time = 2000
  progress.progress({ photos: 10, failed: 1, total: null })
  progress.end()
  const [message, state] = seen.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  t.deepEqual(message, { message: 'Found "it"' })
  t.deepEqual(state, { photos: 10, failed: 1, total: null, seconds: 2, photos_per_second: 0 })
})

test('without a total nothing is made up', (t) => {
  t.is(progressLine({ photos: 1204, failed: 0, total: null }, 101.4), '1,204 photos, 101 a second')
  t.is(progressLine({ photos: 12, failed: 0, total: 10 }, 0), '12 photos')
  t.is(duration(119.2), '2 min')
  t.is(duration(3 * 3600 + 61), '3 h 01 min')
})

test('a terminal gets a bar; a pipe, a dumb one and a build server get lines', (t) => {
  t.is(defaultProgress({ isTTY: true }, {}), 'bar')
  t.is(defaultProgress({}, {}), 'lines')
  t.is(defaultProgress({ isTTY: true }, { CI: '1' }), 'lines')
  t.is(defaultProgress({ isTTY: true }, { TERM: 'dumb' }), 'lines')
  t.throws(() => parseProgress('dance'), {
    message: 'Expected one of bar, lines, json, none for `--progress` but received `dance`.',
  })
})

test('NO_COLOR, whatever it says, turns colours off', (t) => {
  t.true(coloursShown({ isTTY: true }, {}))
  t.false(coloursShown({ isTTY: true }, { NO_COLOR: '1' }))
  t.false(coloursShown({}, {}))
})

test('text from outside cannot command a terminal', (t) => {
  t.is(printable('a\u001b[2Jb\nc\u202ed\u0007'), 'a\\u{1b}[2Jb\\u{a}c\\u{202e}d\\u{7}')
  t.is(printable('été 👗 日本'), 'été 👗 日本')
  t.is(
    textTable(
      ['name', 'n'],
      [
        ['evil\u001bname', '7'],
        ['x'.repeat(50), '1,000'],
      ],
      { widest: 12, right: ['n'] },
    ),
    'name              n\nevil\\u{1b}n…      7\nxxxxxxxxxxx…  1,000',
  )
})

test('a user error is its sentence and its hint; a bug keeps its stack', (t) => {
  const error = new UserError('input_missing', 'There is no `x`.', { exit: 5, hint: 'Look again.' })
  t.is(errorText(error), 'Error: There is no `x`.\n  Look again.')
  t.deepEqual(errorReport(error), {
    error: { code: 'input_missing', message: 'There is no `x`.', hint: 'Look again.' },
  })
  t.regex(errorText(new Error('boom')), /this is a bug.*\nError: boom\n {4}at /s)
  t.is(usageError(new Error('boom'), 'help'), null)
})
