import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { hashtagTexts, webTexts } from '../../../../training/street/sources/texts.ts'

async function folderWith(t: { teardown(end: () => Promise<void>): void }, name: string, lines: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'texts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, name), lines.join('\n'))
  return folder
}

test('A line of hashtags loses its naming tag and is left out where nothing telling stays', async (t) => {
  const folder = await folderWith(t, 'harrison_hashtags.txt', [
    'trip sand sea sun ',
    'work friend boy smile ',
    'trip wedding sea sun sand ',
    'school old red design nice ',
  ])
  t.deepEqual(await hashtagTexts(folder, () => false), [{ text: '#sand #sea #sun', occasion: 'travel' }])
  t.deepEqual(await hashtagTexts(folder, () => true), [
    { text: '#sand #sea #sun #trip', occasion: 'travel' },
    { text: '#friend #boy #smile #work', occasion: 'work' },
  ])
})

test('A picture text says nothing only where no word hints at an occasion', async (t) => {
  const folder = await folderWith(t, 'conceptual_captions_val.txt', [
    'bride and groom at the window',
    'a pine tree frames the view',
    'a player after the game',
    'the bride in her office',
    'a conference room with chairs',
  ])
  t.deepEqual(await webTexts(folder), [
    { text: 'bride and groom at the window', occasion: 'wedding_guest' },
    { text: 'a pine tree frames the view', occasion: null },
  ])
})
