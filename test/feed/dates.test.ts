import test from 'ava'
import { completeDate, dateOfName, readDate } from '../../src/feed/dates.ts'
import { NOW } from './support/read.ts'

const MOMENT = Date.UTC(2018, 9, 10, 20, 19, 24)

for (const [form, raw] of [
  ['Unix seconds', 1539202764],
  ['Unix seconds as text', '1539202764'],
  ['Unix milliseconds', 1539202764000],
  ['Unix microseconds', 1539202764000000],
  ['a big integer of Parquet', 1539202764n],
  ['a Date', new Date(MOMENT)],
  ['ISO 8601 in UTC', '2018-10-10T20:19:24Z'],
  ['ISO 8601 with milliseconds', '2018-10-10T20:19:24.000Z'],
  ['ISO 8601 with an offset', '2018-10-10T22:19:24+02:00'],
  ['ISO 8601 with a short offset', '2018-10-10T22:19:24+0200'],
  ['ISO 8601 west of Greenwich', '2018-10-10T14:49:24-05:30'],
  ['ISO 8601 without a zone, as UTC', '2018-10-10 20:19:24'],
  ['EXIF', '2018:10:10 20:19:24'],
  ['slashes', '2018/10/10 20:19:24'],
  ['compact ISO 8601', '20181010T201924Z'],
  ['X/Twitter', 'Wed Oct 10 20:19:24 +0000 2018'],
  ['RFC 2822', 'Wed, 10 Oct 2018 22:19:24 +0200'],
] as const) {
  test(`a date is read from ${form}`, (t) => {
    t.deepEqual(readDate(raw, NOW), { kind: 'time', time: MOMENT })
  })
}

test('a date without a clock is midnight, UTC', (t) => {
  for (const raw of ['2018-10-10', '20181010', '2018:10:10']) {
    t.deepEqual(readDate(raw, NOW), { kind: 'time', time: Date.UTC(2018, 9, 10) })
  }
})

test('dates outside the calendar, before 1900, ahead of the clock or 0 are impossible', (t) => {
  for (const raw of [
    '0001-01-01T00:00:00',
    '0000:00:00 00:00:00',
    '2021-02-29',
    '2021-13-01',
    '2021-04-31 10:00:00',
    '2021-04-30 24:00:00',
    '1899-12-31',
    '2026-01-04',
    '9999-12-31',
    0,
    '0',
    -62135596800,
    1e18,
  ]) {
    t.deepEqual(readDate(raw, NOW), { kind: 'date_impossible' }, String(raw))
  }
})

test('the 29th of February is a date in leap years', (t) => {
  t.deepEqual(readDate('2020-02-29', NOW), { kind: 'time', time: Date.UTC(2020, 1, 29) })
})

test('a clock two days behind is allowed for', (t) => {
  t.is(readDate('2026-01-02', NOW).kind, 'time')
})

test('dates whose day and month could be swapped, and what is no date, are not guessed at', (t) => {
  for (const raw of ['03/04/2021', '4.3.21', 'yesterday', '2021', '2021-10-', {}, [], true, Number.NaN]) {
    t.deepEqual(readDate(raw, NOW), { kind: 'date_unreadable' }, String(raw))
  }
})

test('nothing is no date and no complaint', (t) => {
  for (const raw of [null, undefined, '', '  ']) t.deepEqual(readDate(raw, NOW), { kind: 'absent' })
})

test('a date of 1,000,000 characters is refused at once', (t) => {
  t.deepEqual(readDate('1'.repeat(1_000_000), NOW), { kind: 'date_unreadable' })
  t.deepEqual(readDate(`${'2018-10-10 '.repeat(100_000)}x`, NOW), { kind: 'date_unreadable' })
})

for (const [name, time] of [
  ['2021-09-10_19-46-05_UTC', Date.UTC(2021, 8, 10, 19, 46, 5)],
  ['2021-09-10_19-46-05_UTC_2', Date.UTC(2021, 8, 10, 19, 46, 5)],
  ['IMG_20210910_194605', Date.UTC(2021, 8, 10, 19, 46, 5)],
  ['PXL_20210910_194605123', Date.UTC(2021, 8, 10, 19, 46, 5)],
  ['Screenshot_20210910-194605', Date.UTC(2021, 8, 10, 19, 46, 5)],
  ['WhatsApp Image 2021-09-10 at 19.46.05', Date.UTC(2021, 8, 10, 19, 46, 5)],
  ['IMG-20210910-WA0001', Date.UTC(2021, 8, 10)],
  ['beach 2021-09-10', Date.UTC(2021, 8, 10)],
] as const) {
  test(`the file name ${name} holds a date`, (t) => {
    t.is(dateOfName(name, NOW), time)
  })
}

test('digits that are no date stay digits', (t) => {
  for (const name of [
    '3012202109103015',
    'IMG_1234',
    '20211345',
    '20219999_999999',
    '2099-01-01',
    'look-12-2021',
    '',
  ]) {
    t.is(dateOfName(name, NOW), null, name)
  }
})

test('EXIF replaces a missing date and a modification time, nothing else', (t) => {
  const exif = { time: 5, source: 'exif' } as const
  t.deepEqual(completeDate(null, 5), exif)
  t.deepEqual(completeDate({ time: 1, source: 'mtime' }, 5), exif)
  for (const source of ['json', 'file_name', 'manifest'] as const) {
    t.deepEqual(completeDate({ time: 1, source }, 5), { time: 1, source })
  }
  t.deepEqual(completeDate({ time: 1, source: 'mtime' }, null), { time: 1, source: 'mtime' })
  t.is(completeDate(null, null), null)
})
