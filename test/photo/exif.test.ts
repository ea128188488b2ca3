import test from 'ava'
import sharp from 'sharp'
import { readExif } from '../../src/photo/exif.ts'

const now = Date.UTC(2026, 0, 1)

async function exifOf(tags: Record<string, Record<string, string>>): Promise<Uint8Array | undefined> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  return (await sharp(await picture.withExif(tags).jpeg().toBuffer()).metadata()).exif
}

test('the date is read with its offset, and as UTC without one', async (t) => {
  const date = { DateTimeOriginal: '2019:07:14 12:30:05' }
  const plain = readExif(await exifOf({ IFD2: date }), now)
  t.is(plain.takenAt, Date.UTC(2019, 6, 14, 12, 30, 5))
  const east = readExif(await exifOf({ IFD2: { ...date, OffsetTimeOriginal: '+09:00' } }), now)
  t.is(east.takenAt, Date.UTC(2019, 6, 14, 3, 30, 5))
  const west = readExif(await exifOf({ IFD2: { ...date, OffsetTimeOriginal: '-03:30' } }), now)
  t.is(west.takenAt, Date.UTC(2019, 6, 14, 16, 0, 5))
})

test('dates that cannot be are null', async (t) => {
  for (const date of ['0000:00:00 00:00:00', '0001:01:01 00:00:00', '2031:01:01 00:00:00', 'yesterday'])
    t.is(readExif(await exifOf({ IFD2: { DateTimeOriginal: date } }), now).takenAt, null, date)
})

test('the place has its signs, and a camera without a fix has none', async (t) => {
  const gps = (latitude: string, south: string, longitude: string, west: string) => ({
    IFD3: { GPSLatitude: latitude, GPSLatitudeRef: south, GPSLongitude: longitude, GPSLongitudeRef: west },
  })
  const rio = readExif(await exifOf(gps('22/1 54/1 3000/100', 'S', '43/1 12/1 0/1', 'W')), now)
  t.is(rio.latitude?.toFixed(4), '-22.9083')
  t.is(rio.longitude?.toFixed(4), '-43.2000')
  t.is(readExif(await exifOf(gps('0/1 0/1 0/1', 'N', '0/1 0/1 0/1', 'E')), now).latitude, null)
  t.is(readExif(await exifOf(gps('97/1 0/1 0/1', 'N', '10/1 0/1 0/1', 'E')), now).latitude, null)
  t.is(readExif(await exifOf(gps('1/0 0/1 0/1', 'N', '10/1 0/1 0/1', 'E')), now).latitude, null)
})

test('a broken block says nothing and throws nothing', async (t) => {
  const whole = (await exifOf({ IFD2: { DateTimeOriginal: '2019:07:14 12:30:05' } }))!
  const nothing = { takenAt: null, latitude: null, longitude: null }
  t.deepEqual(readExif(undefined, now), nothing)
  for (let length = 0; length < whole.length; length += 3) t.notThrows(() => readExif(whole.subarray(0, length), now))
  for (let at = 0; at < whole.length; at++) {
    const broken = Uint8Array.from(whole)
    broken[at] = 0xff
    t.notThrows(() => readExif(broken, now))
  }
})
